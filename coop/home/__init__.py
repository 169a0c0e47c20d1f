"""The front page of a neighbourhood and "my page". Reads many rooms, owns no table.

The front page answers in one screen: what is this, what can I do now, what happened with what we decided.
"My page" is the one place where everything waits that waits for me.
"""
