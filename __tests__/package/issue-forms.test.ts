import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { root } from '../documentation.js';
import { manifest, read } from './repository.js';

interface Field {
  readonly type: string;
  readonly id?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly validations?: { readonly required?: unknown };
}

interface Form {
  readonly name: string;
  readonly description: string;
  readonly labels: readonly string[];
  readonly body: readonly Field[];
}

const formFolder = '.github/ISSUE_TEMPLATE';
const forms = readdirSync(join(root, formFolder)).filter((file) => file !== 'config.yml');

/** The attributes of each kind of field that the forge knows, those that are required first. */
const attributesOf: Readonly<Record<string, { required: readonly string[]; optional: readonly string[] }>> = {
  markdown: { required: ['value'], optional: [] },
  input: { required: ['label'], optional: ['description', 'placeholder', 'value'] },
  textarea: { required: ['label'], optional: ['description', 'placeholder', 'value', 'render'] },
  dropdown: { required: ['label', 'options'], optional: ['description', 'multiple', 'default'] },
  checkboxes: { required: ['label', 'options'], optional: ['description'] },
};

describe.each(forms)('the issue form %s', (file) => {
  const form = parse(read(`${formFolder}/${file}`)) as Form;

  it('has a name, a description and fields that the forge knows', () => {
    expect(Object.keys(form).sort()).toStrictEqual(['body', 'description', 'labels', 'name']);
    for (const { type, id, attributes, validations = {}, ...rest } of form.body) {
      const known = attributesOf[type] ?? { required: [`a field of the type ${type}`], optional: [] };

      expect(id).toMatch(/^[\w-]+$/);
      expect(Object.keys(attributes)).toEqual(expect.arrayContaining([...known.required]));
      expect([...known.required, ...known.optional]).toEqual(expect.arrayContaining(Object.keys(attributes)));
      expect(Object.keys(validations).filter((key) => key !== 'required')).toStrictEqual([]);
      expect(rest).toStrictEqual({});
    }
  });

  it('names each field once', () => {
    const ids = form.body.map(({ id }) => id);
    const labels = form.body.map(({ attributes }) => attributes['label']);

    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(labels).size).toBe(labels.length);
  });
});

describe('the issue form bug.yml', () => {
  it('offers all entries of the package', () => {
    const { body } = parse(read(`${formFolder}/bug.yml`)) as Form;
    const offered = body.find(({ id }) => id === 'entry')?.attributes['options'];
    const entries = Object.keys(manifest.exports)
      .filter((path) => !/\/auto$|\.json$/.test(path))
      .map((path) => path.replace(/^\./, manifest.name));

    expect(offered).toStrictEqual(entries);
  });
});

describe('the choice of issue forms', () => {
  it('links to what exists, and to private reports', () => {
    const { contact_links: links } = parse(read(`${formFolder}/config.yml`)) as {
      contact_links: { name: string; url: string; about: string }[];
    };
    const files = links.flatMap(({ url }) => /\/blob\/main\/(.*)$/.exec(url)?.[1] ?? []);

    expect(links.map((link) => Object.keys(link))).toStrictEqual(links.map(() => ['name', 'url', 'about']));
    expect(files.filter((name) => !existsSync(join(root, name)))).toStrictEqual([]);
    expect(read('SECURITY.md')).toContain(links[0]?.url);
  });
});
