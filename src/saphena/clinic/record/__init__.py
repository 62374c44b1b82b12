"""The append-only record of every act and of every chart that was opened."""
