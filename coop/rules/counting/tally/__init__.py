"""`coop tally`: from the bytes of a file to an answer in words or JSON. No disk: the command reads and prints.

reading   bytes to instance or contest, by the end of the file name
options   what can be asked on the command line
counts    which rule counts which kind of file
words     the answer as lines of text
"""
