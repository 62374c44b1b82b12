"""Pictures of veins that never were, whose truth is known exactly: strips, cross-sections and clips of foam.

They are made by convolution and by slow-time signals, not by solving waves: a thousand times cheaper, and the truth is
exact. What is measured well here still has to be measured on people; the benchmark says so, and so does every page.
"""
