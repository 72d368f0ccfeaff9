print "a print statement of Python 2"
MODEL = "gpt-4-0613"  # the last one
ENGINE = "davinci"
log("gpt-4-0613 it was")
