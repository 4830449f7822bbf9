import { JSDOM } from 'jsdom';

type Create = (window: unknown) => JQueryStatic;

/** Makes a jQuery with a window of its own. */
function create(find: () => Create): () => JQueryStatic {
  return () => find()(new JSDOM('<p></p>', { url: 'http://localhost/' }).window);
}

/** A jQuery of each version that is supported, by its name. */
export const jQuerys: [version: string, create: () => JQueryStatic][] = [
  ['3.7.1', create(() => jest.requireActual<Create>('jquery3'))],
  ['4.0.0', create(() => jest.requireActual<{ jQueryFactory: Create }>('jquery/factory').jQueryFactory)],
];
