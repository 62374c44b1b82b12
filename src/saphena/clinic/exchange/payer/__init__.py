"""What a payer asks to see before a treatment is paid: gathered from what is kept, and taken away as one paper."""
