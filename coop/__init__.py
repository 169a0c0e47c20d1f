"""coop: residents govern the social team of their neighbourhood.

The rooms of the house, from the roof down. A room only looks down; see docs/architecture.md.

    cli, commands     the command line | its commands that need the site
    server, notices   serving, with a runner of jobs | what on a site needs attention
    app               the roof: puts everything together
    demo              a believable neighbourhood, only with COOP_DEMO=1
    jobs              what happens by the clock
    home              front page and "my page": reads many rooms, owns no table
    accountability    reports of the team, residents judge them
    voting | panels   priorities of the team | who joins the team
    agenda            the social district agenda and the commitments that follow from it
    answers           answers owed to residents, with a clock that everybody sees
    notifications     outbox and mail
    members           membership, roles and team of a district
    identity          accounts and signing in
    districts         neighbourhoods, streets, mandates
    web               Flask kit that knows no room
    kernel            words every room shares, no Flask
    rules             civic mathematics: no Flask, no database, no disk
"""
