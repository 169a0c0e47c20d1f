"""Commands about votes: counting and importing files, and sealed votes that anybody can check."""
