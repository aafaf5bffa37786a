// The digests of the pages' styles and scripts, which their policies name: a browser runs none without the right one.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

export const top = new URL('../../', import.meta.url).pathname;
const assets = readdirSync(`${top}templates/html`).filter((name) => name.endsWith('.xml')).map((name) => `${top}templates/html/${name}`);

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
