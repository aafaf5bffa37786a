// What a page has to show, read from the program's definition, not from the page.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { top } from './digests.mjs';

const read = (what, ...names) => execFileSync('python3', ['-B', `${top}tests/definitions.py`, what, top, ...names],
  { encoding: 'utf8', maxBuffer: 1 << 24 });

const attributes = (tag) => Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
const all = (text, name) => [...text.matchAll(new RegExp(`<${name}\\b([^>]*?)(?:/>|>(.*?)</${name}>)`, 'gs'))]
  .map(([, tag, content = '']) => ({ ...attributes(tag), content }));

export const programs = () => read('programs').trim().split('\n');
/** The program that an assessment is for. */
export const programOf = (file) => /<assessment\b[^>]*\sprogram="([^"]*)"/.exec(readFileSync(file, 'utf8'))[1];
/** The texts that a program asks for, as the XML of a catalog. */
export const textsOf = (id, language) => read('texts', language, id);

export function readProgram(id) {
  const text = read('program', id);
  const groups = all(text, 'category');
  const categories = groups.map(({ id: name }) => name);
  // a category with subcategories is the head of theirs
  const chosen = groups.reduce((sum, { content }) => sum + (all(content, 'subcategory').length || 1), 0);
  const models = all(text, 'deployment-model').map(({ id: name }) => name);
  const row = (kind) => ({ id: name, number, content }) => ({
    anchor: `${kind}-${name}`,
    number,
    applies: Object.fromEntries(all(content, 'applies').map(({ model, value }) => [model, value])),
    boxes: all(content, 'choice').reduce((sum, { from, content: options }) => sum
      + (from === 'categories' ? chosen : from === 'deployment-models' ? models.length : all(options, 'option').length), 0),
    lines: all(content, 'answer').length + (content.match(/write="line"/g) ?? []).length,
  });
  return {
    id,
    models,
    sections: all(text, 'section').map(({ id: name, number }) => ({ anchor: `section-${name}`, number })),
    items: all(text, 'item').map(row('item')),
    documents: all(text, 'document').map(row('document')),
    steps: all(text, 'step').length,
    resources: all(text, 'resource').map(({ id: name }) => `resource-${name}`),
    categories: categories.map((name) => `category-${name}`),
    inbox: /<inbox>(.*?)<\/inbox>/.exec(text)[1],
    portal: /<portal>(.*?)<\/portal>/.exec(text)[1],
  };
}
