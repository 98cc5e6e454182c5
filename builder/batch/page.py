"""Shows a batch as one page for browsers: every row with its files, and a search."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape
from urllib.parse import quote

from builder.batch.plan import Batch, columns
from builder.batch.row import BUILT, Done
from builder.batch.rows import Row
from builder.report.printable import counted

_PRODUCTS = {"memo": "Memo (Word)", "deck": "Deck (PowerPoint)", "summary": "Summary (PDF)"}


def page(batch: Batch, rows: Sequence[Done]) -> bytes:
    """Return the page: self-contained, usable with the keyboard alone, without scripts from elsewhere."""
    params, products = batch.rows.params, columns(batch)
    heads = ["Row", "Folder", *(param.label or param.name for param in params)]
    heads += [*(_PRODUCTS.get(one, one.capitalize()) for one in products), "State"]
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "\n".join(_row(batch, row, done, len(products)) for row, done in batch.with_rows(rows))
    all_rows = len(batch.rows.rows)
    built = sum(done.state == BUILT for _, done in batch.with_rows(rows))
    title = f"{batch.opened.path.name}, {counted(all_rows, 'row')}"
    verb = "released" if batch.asked.release else "built"
    state = f"{built:,} of {all_rows:,} {verb}" + (f", {all_rows - built:,} not" if built < all_rows else "")
    policy = (
        f"default-src 'none'; style-src '{_hash(_STYLE)}'; script-src '{_hash(_SCRIPT)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    text = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<header>
<h1>{escape(title)}</h1>
<p>{escape(state)}. The same as a table: <a href="summary.csv">summary.csv</a>; with all hashes:
<a href="batch.json">batch.json</a>.</p>
</header>
<main>
<search><label for="find">Search rows</label> <input id="find" type="search"
autocomplete="off" aria-describedby="keys">
<span id="keys">Press <kbd>/</kbd> to search, <kbd>Esc</kbd> to show all.</span>
<p id="count" role="status"></p></search>
<div class="wide" tabindex="0" role="region" aria-label="Rows">
<table>
<thead><tr>{head}</tr></thead>
<tbody>
{body}
</tbody>
</table>
</div>
</main>
<script>{_SCRIPT}</script>
</body>
</html>
"""
    return text.encode("utf-8", "replace")


def _row(batch: Batch, row: Row, done: Done, products: int) -> str:
    cells = [f'<th scope="row">{row.number}</th>', f"<td>{escape(done.name)}</td>"]
    cells += [f"<td>{escape(row.values[param.name].raw)}</td>" for param in batch.rows.params]
    for one in done.files[:products]:
        address = quote(f"{done.name}/{one.name}")
        kind = one.name.rpartition(".")[2]
        size = f"{one.size / 1000:.0f} kB"
        link = f'<a href="{escape(address)}" aria-label="{escape(one.name)}">{kind}</a>'
        cells.append(f'<td>{link} <span class="quiet">{size}</span></td>')
    cells += ["<td>–</td>"] * (products - len(done.files[:products]))
    about = f", {counted(done.warnings, 'warning')}" if done.warnings else ""
    problem = next((one.message for one in done.problems if one.is_error), "")
    why = f'<br><span class="quiet">{escape(problem)}</span>' if problem else ""
    flag = "" if done.state == BUILT else ' class="not"'
    return f"<tr{flag}>{''.join(cells)}<td>{escape(done.state)}{about}{why}</td></tr>"


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


_STYLE = """
:root{--ink:#1b2733;--quiet:#4b5966;--brand:#12395b;--rule:#c3ccd4;--panel:#eef3f7;--page:#fff;--link:#1a5f9e;
--bad:#a3201b}
@media(prefers-color-scheme:dark){:root{--ink:#e6ebf0;--quiet:#a9b7c4;--brand:#9cc7ee;--rule:#3a4854;
--panel:#1d2831;--page:#12191f;--link:#8cc0f0;--bad:#ff9c96}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:96rem;padding:2rem clamp(1rem,4vw,3rem) 4rem;background:var(--page);
color:var(--ink);font:1rem/1.45 Carlito,Calibri,"Segoe UI",system-ui,sans-serif}
h1{margin:0 0 .4rem;color:var(--brand);font-size:1.7rem;line-height:1.2}
p{margin:0 0 1rem;color:var(--quiet)}
a{color:var(--link);text-underline-offset:.15em}
label{font-weight:600}
input{min-width:min(24rem,100%);padding:.45rem .6rem;border:1px solid var(--quiet);border-radius:.25rem;
background:var(--page);color:inherit;font:inherit}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
#keys,.quiet{color:var(--quiet);font-size:.9em}
#count{margin:.5rem 0;min-height:1.45em}
.wide{overflow-x:auto}
table{width:100%;border-collapse:collapse}
th,td{padding:.4rem .8rem .4rem 0;text-align:left;vertical-align:top;font-variant-numeric:tabular-nums}
thead th{color:var(--quiet);font-size:.9rem;box-shadow:inset 0 -2px var(--brand)}
tbody tr{border-bottom:1px solid var(--rule)}
tbody th{font-weight:400}
.not td:last-child{color:var(--bad);font-weight:600}
.not .quiet{font-weight:400}
@media print{search{display:none}tr{break-inside:avoid}}
"""
_SCRIPT = """
const find = document.getElementById('find'), count = document.getElementById('count');
const rows = [...document.querySelectorAll('tbody tr')].map(row => [row, row.textContent.toLowerCase()]);
function show() {
  const words = find.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const [row, text] of rows) {
    row.hidden = !words.every(word => text.includes(word));
    shown += !row.hidden;
  }
  count.textContent = words.length ? shown + ' of ' + rows.length + ' rows' : '';
}
find.addEventListener('input', show);
document.addEventListener('keydown', event => {
  if (event.key === '/' && document.activeElement !== find) { event.preventDefault(); find.focus(); }
  if (event.key === 'Escape') { find.value = ''; show(); }
});
"""
