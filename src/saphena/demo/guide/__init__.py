"""The first page of the pretend clinic: who works here, and what to try, in the order of a patient's journey.

A real clinic does not have it: settings add the app, and urls the addresses, when SAPHENA_DEMO says so.
"""
