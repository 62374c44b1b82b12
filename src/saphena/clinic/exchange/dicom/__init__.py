"""The machines' side: worklist, images, what a machine says it did, and whether images are kept."""
