<?xml version="1.0" encoding="UTF-8"?>
<!-- The style of mails. Mail programs know an older CSS than browsers, and each another part of it: colours are said where they are used,
     light ones first; sizes are those of the reader; what goes beyond that is for those who know it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template name="style"><![CDATA[
:root { color-scheme: light dark; }
body { margin: 0; padding: 1rem; background: #ffffff; color: #1d2430; font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  overflow-wrap: break-word; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
main { max-width: 44rem; margin: 0 auto; }
:lang(ja), :lang(zh) { line-height: 1.7; }
h2 { margin: 1.75rem 0 .5rem; font-size: 1.125rem; line-height: 1.35; color: #17456f; }
p { margin: 0 0 .75rem; }
a { color: #0a5794; }
.draft { margin: 0 0 1.25rem; padding: .6rem .9rem; border-left: .3rem solid #a3341f; background: #fbeae6; color: #7d2413; }
dl { margin: 1.25rem 0; padding: .75rem 0; border-top: 1px solid #cdd5df; border-bottom: 1px solid #cdd5df; }
dt { color: #54606f; }
dd { margin: 0 0 .5rem; }
dd:last-child { margin-bottom: 0; }
ul, ol { margin: 0 0 .75rem; padding: 0 0 0 1.5rem; }
[dir=rtl] ul, [dir=rtl] ol { padding: 0 1.5rem 0 0; }
[dir=rtl] .draft { border-left: 0; border-right: .3rem solid; }
[dir=rtl] code, [dir=rtl] .address { direction: ltr; unicode-bidi: isolate; }
li { margin: 0 0 .6rem; }
.quiet, .size { color: #54606f; }
.files, [dir=rtl] .files { padding: 0; list-style: none; }
.files li { padding: .5rem 0 0; border-top: 1px solid #cdd5df; }
.file, code, .address { overflow-wrap: anywhere; }
code { font: .8125rem/1.5 ui-monospace, "Cascadia Mono", Consolas, Menlo, monospace; color: #54606f; }
code span { display: inline-block; } /* a digest breaks in its middle */
.phone, .size { white-space: nowrap; }
.closing { margin: 1.5rem 0 .75rem; }
.signature p { margin: 0; }
@media (min-width: 34rem) {
  body { padding: 2rem; }
  dl { display: grid; grid-template-columns: fit-content(50%) minmax(0, 1fr); gap: .3rem 1.5rem; }
  dd { margin: 0; }
}
@media (prefers-color-scheme: dark) {
  body { background: #14181d; color: #e4e8ed; }
  h2 { color: #a5cbee; }
  a { color: #8fc1f0; }
  .draft { border-color: #ff9d87; background: #3a1b14; color: #ffc2b3; }
  dl, .files li { border-color: #3a444f; }
  dt, .quiet, .size, code { color: #a9b4c0; }
}
]]></xsl:template>
</xsl:stylesheet>
