// The digests of the page's style and script, which its policy names: a browser runs neither without the right one.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

export const top = new URL('../../', import.meta.url).pathname;
const assets = ['style', 'script'].map((name) => `${top}templates/html/${name}.xml`);

function digest(file) {
  const text = readFileSync(file, 'utf8');
  const content = /<!\[CDATA\[(.*)\]\]>/s.exec(text)[1];
  return { text, said: /sha256="([^"]*)"/.exec(text)[1], right: createHash('sha256').update(content).digest('base64') };
}

/** The files whose digest is not that of their content. */
export const stale = () => assets.filter((file) => { const { said, right } = digest(file); return said !== right; });

export function update() {
  for (const file of stale()) {
    const { text, right } = digest(file);
    writeFileSync(file, text.replace(/sha256="[^"]*"/, `sha256="${right}"`));
  }
}
