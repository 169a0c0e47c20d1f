"""The bare reference: Flask and SQLAlchemy doing the very same statements, with a page of a few lines around them.

BENCH_STATEMENTS is a file of recorded statements per page. `/cast` is a signed-in insert and commit.
"""

import os
import pickle
from pathlib import Path

from flask import Flask, redirect, render_template_string, session
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from coop.kernel.config import Config, database_url
from coop.kernel.db import make_engine, session_factory, writing

app = Flask(__name__)
app.secret_key = "only for measuring on this machine"
engine = make_engine(database_url(Config(database=os.environ["BENCH_DATABASE"])))
sessions = session_factory(engine)
RECORDED = pickle.loads(Path(os.environ["BENCH_STATEMENTS"]).read_bytes())
TABLE = (
    "<!doctype html><title>bare</title><table>"
    "{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}{% endfor %}{% endfor %}</table>"
)


@app.get("/page/<name>")
def page(name: str) -> str:
    with sessions() as db:
        connection = db.connection()
        results = [connection.exec_driver_sql(sql, params).all() for sql, params in RECORDED[name]]
    return render_template_string(TABLE, rows=max(results, key=len))


@app.get("/enter/<int:account_id>")
def enter(account_id: int) -> str:
    session["account"] = account_id
    return "in"


@app.post("/cast")
def cast() -> ResponseReturnValue:
    with sessions() as db:
        writing(db)
        known = db.execute(text("SELECT id, name FROM accounts WHERE id = :id"), {"id": session["account"]}).one()
        db.execute(text("INSERT INTO bench_votes (account_id, choice) VALUES (:id, 'yes')"), {"id": known.id})
        db.commit()
    return redirect("/done", 303)
