"""Dress the page of a shop's file: the application's colours, a phone of 360 px, a dark theme, A4 paper."""

STYLE = """
:root { color-scheme: light dark; --main: #0B5D3B;
  --paper: #FFFDF8; --ink: #1B1B1B; --card: #FFFFFF; --line: #6B6B6B; --warn: #6B4700 }
@media (prefers-color-scheme: dark) {
  :root { --paper: #161613; --ink: #F3F1EA; --card: #22221E; --line: #A5A399;
    --main: #8FD9B3; --warn: #F2C56B }
}
* { box-sizing: border-box }
body { margin: 0 auto; padding: 16px; max-width: 640px; background: var(--paper); color: var(--ink);
  font: 20px/1.6 "Be Vietnam Pro", system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 26px; line-height: 1.4 }
h2 { font-size: 24px; line-height: 1.4; margin: 48px 0 8px; padding-top: 16px; color: var(--main);
  border-top: 2px solid var(--main) }
h3 { font-size: 20px; margin: 32px 0 8px }
h4 { font-size: 18px; margin: 16px 0 4px }
a { color: var(--main) }
nav li, nav a { min-height: 48px }
nav a { display: block; padding: 8px 0 }
figure { margin: 0 0 24px }
img { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: 12px }
img[hidden] { display: none }
figcaption, .hint, footer { font-size: 18px }
.price { font-weight: bold }
.warn { padding: 12px; border: 2px solid var(--warn); border-radius: 12px; color: var(--warn) }
.text { white-space: pre-wrap }
.copy { min-height: 48px; padding: 12px; white-space: pre-wrap; background: var(--card);
  border: 2px solid var(--main); border-radius: 12px; -webkit-user-select: all; user-select: all }
@page { size: A4; margin: 16mm }
@media print {
  :root { color-scheme: light; --paper: #FFFFFF; --ink: #000000; --card: #FFFFFF;
    --main: #000000; --warn: #000000 }
  body { max-width: none; padding: 0; font-size: 12pt }
  section { break-before: page }
  h2, h3, h4 { break-after: avoid }
  figure { display: inline-block; width: 48%; vertical-align: top; break-inside: avoid }
  .copy, li { break-inside: avoid }
  nav, .hint { display: none }
}
""".strip()
