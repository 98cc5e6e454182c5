"""The style sheet of the trace page, for light and dark screens and for paper."""

from __future__ import annotations

STYLE = """
:root{--ink:#1b2733;--quiet:#4b5966;--brand:#12395b;--rule:#c3ccd4;--panel:#eef3f7;--page:#fff;--link:#1a5f9e}
@media(prefers-color-scheme:dark){:root{--ink:#e6ebf0;--quiet:#a9b7c4;--brand:#9cc7ee;--rule:#3a4854;
--panel:#1d2831;--page:#12191f;--link:#8cc0f0}}
*{box-sizing:border-box}
html{scroll-padding-top:3.5rem}
body{margin:0 auto;max-width:86rem;padding:2.5rem clamp(1rem,4vw,3.5rem) 5rem;background:var(--page);
color:var(--ink);font:1rem/1.45 Carlito,Calibri,"Segoe UI",system-ui,sans-serif}
.kicker{margin:0;color:var(--quiet);font-size:.95rem}
h1{margin:.35rem 0 .8rem;max-width:44rem;color:var(--brand);font-size:clamp(1.5rem,3vw,2.1rem);
line-height:1.2;text-wrap:balance}
.lead{margin:0;max-width:46rem;color:var(--quiet)}
nav ul{display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;margin:1.6rem 0 0;padding:.9rem 0;
border:solid var(--rule);border-width:1px 0;list-style:none}
a{color:var(--link);text-underline-offset:.15em}
h2{margin:2.6rem 0 .7rem;color:var(--brand);font-size:1.3rem;line-height:1.25}
table{width:100%;border-collapse:collapse;table-layout:fixed}
thead th{position:sticky;top:0;background:var(--page);color:var(--quiet);font-size:.9rem;font-weight:600;
box-shadow:inset 0 -2px var(--brand)}
th,td{padding:.5rem .9rem .5rem 0;text-align:left;vertical-align:top;overflow-wrap:break-word}
thead th:first-child{width:40%}
tbody tr{border-bottom:1px solid var(--rule)}
th[scope=row]{font-weight:400}
.part th{padding:.65rem .9rem .65rem .7rem;background:var(--panel);font-weight:600}
tbody:has(.part) tr:not(.part) th{padding-left:.7rem}
.number{margin-right:.35rem;color:var(--brand);font-variant-numeric:tabular-nums}
.words{display:block}
.about{color:var(--quiet);font-size:.87em;font-weight:400}
td{font-size:.93em;font-variant-numeric:tabular-nums}
td p{margin:0 0 .3rem}
td p:last-child{margin:0}
td i{display:block;color:var(--quiet)}
.none{color:var(--quiet)}
.ear{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
ol{max-width:52rem;padding-left:2.2rem}
li:target{background:var(--panel);outline:.3rem solid var(--panel)}
@media screen and (max-width:48rem){table,tbody,tr,th,td{display:block;width:auto}thead{display:none}
tbody tr{padding:.4rem 0}
th,td{padding:.15rem 0}td::before{color:var(--quiet);font-weight:600}
td:nth-of-type(1)::before{content:"Memo: "}td:nth-of-type(2)::before{content:"Deck: "}
td:nth-of-type(3)::before{content:"Summary: "}td p:first-of-type{display:inline}}
@media print{:root{--ink:#000;--quiet:#444;--brand:#12395b;--rule:#bbb;--panel:#f0f0f0;--page:#fff;
--link:#000}
@page{size:A4 landscape;margin:14mm}body{max-width:none;padding:0;font-size:9.5pt}nav{display:none}
thead th{position:static;border-bottom:1.5pt solid var(--brand);box-shadow:none}
tr,li{break-inside:avoid}h2,.part{break-after:avoid}a{text-decoration:none}}
"""
