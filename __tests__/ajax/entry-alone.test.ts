// Nothing but this entry is loaded: the hooks of the core must be there all the same.
import { get } from 'rx-deferred/ajax';

describe('with only rx-deferred/ajax loaded', () => {
  it('warns of a TypeError in a then callback (S24)', async () => {
    const warn = jest.spyOn(console, 'warn').mockReturnValue();
    const name = get<{ name: string } | null>('data:application/json,null').then(
      (user) => (user as { name: string }).name,
    );
    expect(await name.catch((error) => error)).toBeInstanceOf(TypeError);
    expect(warn.mock.calls).toMatchObject([['Deferred exception', { name: 'TypeError' }, undefined]]);
  });

  it('shows a jqXHR to whoever waits for it as a promise', async () => {
    const jqXHR = get<string>('data:text/plain,Ada');
    const texts: string[] = await Promise.all<Promise<string>>([jqXHR, jqXHR.promise(), jqXHR.then((text) => text)]);
    expect(texts).toStrictEqual(['Ada', 'Ada', 'Ada']);
  });
});
