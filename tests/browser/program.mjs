// What a page has to show, read from the program's definition, not from the page.
import { readFileSync } from 'node:fs';
import { top } from './digests.mjs';

const attributes = (tag) => Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
const all = (text, name) => [...text.matchAll(new RegExp(`<${name}\\b([^>]*?)(?:/>|>(.*?)</${name}>)`, 'gs'))]
  .map(([, tag, content = '']) => ({ ...attributes(tag), content }));

export function readProgram(id) {
  const text = readFileSync(`${top}templates/programs/${id}.xml`, 'utf8').replace(/<!--.*?-->/gs, '');
  const categories = all(text, 'category').map(({ id: name }) => name);
  const models = all(text, 'deployment-model').map(({ id: name }) => name);
  const row = (kind) => ({ id: name, number, content }) => ({
    anchor: `${kind}-${name}`,
    number,
    applies: Object.fromEntries(all(content, 'applies').map(({ model, value }) => [model, value])),
    boxes: all(content, 'choice').reduce((sum, { from, content: options }) => sum
      + (from === 'categories' ? categories.length : from === 'deployment-models' ? models.length : all(options, 'option').length), 0),
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
