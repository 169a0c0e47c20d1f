"""Speed, measured: every number stands beside a bare reference taken in the same minute."""
