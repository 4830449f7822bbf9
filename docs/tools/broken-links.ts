import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Finds the links within a site that lead to no file, or to no element of a page. */
export function brokenLinks(site: string, base: string): string[] {
  const pages = readdirSync(site, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.html'))
    .map((name) => ({ name, html: readFileSync(join(site, name), 'utf8') }));
  const anchors = new Map(pages.map(({ name, html }) => [name, new Set(valuesOf('id', html))]));

  const isBroken = (page: string, link: string): boolean => {
    const { origin, pathname, hash } = new URL(link, `${host}${base}${page}`);
    if (origin !== host) {
      return false;
    }
    const path = decodeURI(pathname);
    const file = `${path.slice(base.length)}${path.endsWith('/') ? 'index.html' : ''}`;
    const isThere = path.startsWith(base) && existsSync(join(site, file));
    return !isThere || (hash !== '' && anchors.get(file)?.has(decodeURIComponent(hash.slice(1))) !== true);
  };

  return pages.flatMap(({ name, html }) =>
    [...new Set([...valuesOf('href', html), ...valuesOf('src', html)])]
      .filter((link) => isBroken(name, link))
      .map((link) => `${name}: ${link}`),
  );
}

const host = 'http://site.invalid';

/** The values of an attribute in all tags of a page. */
function valuesOf(attribute: 'id' | 'href' | 'src', html: string): string[] {
  const tags = html.match(/<[a-z][^>]*>/g) ?? [];
  return tags.flatMap((tag) => {
    const value = new RegExp(`\\s${attribute}="([^"]*)"`).exec(tag)?.[1];
    return value === undefined ? [] : [value.replaceAll('&amp;', '&')];
  });
}
