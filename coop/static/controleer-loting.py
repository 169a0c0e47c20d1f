"""Controleer een loting: python3 controleer-loting.py LIJST.json 407 (de worp met drie tienzijdige dobbelstenen)."""

import hashlib
import json
import sys
from pathlib import Path

if len(sys.argv) != 3 or not (len(sys.argv[2]) == 3 and sys.argv[2].isdecimal()):
    sys.exit(__doc__)
lijst = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
panels = lijst["panels"]
tekst = "".join(f"{nummer:03d},{','.join(panel)}\n" for nummer, panel in enumerate(panels))
klopt = len(panels) == 1000 and hashlib.sha256(tekst.encode()).hexdigest() == lijst["sha256"]
for naam, kans in lijst["chances"].items():
    klopt = klopt and kans == sum(naam in panel for panel in panels) / 1000
if not klopt:
    sys.exit("Dit klopt NIET: de lijst is niet de lijst die bij deze controlecode en deze kansen hoort.")
print("De lijst klopt. Controlecode (sha256):", lijst["sha256"])
print(f"Panel {sys.argv[2]}:", ", ".join(panels[int(sys.argv[2])]))
