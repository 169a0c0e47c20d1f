"""The Flask kit of the house; it knows no room.

    address    the neighbourhood in the URL            guard     stamps on views, the actor of the request
    session    one transaction per request, the clock   login     who is signed in (Flask-Login)
    forms      form ↔ action                            pages     rendering, redirects, messages
    fields     days and numbers as people write them
    locale     languages                                words     translation functions
    filters    dates, hours, money, Markdown            paging    pages of a list
    headers    security headers                         limits    rate limits
    errors     error pages

What a higher room must provide (finding a district, loading an actor) is handed in by the roof.
"""
