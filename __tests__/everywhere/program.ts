import { Deferred, isDeferred, oneShot, toDeferred, when } from 'rx-deferred';
import { get } from 'rx-deferred/ajax';
import { fromEvents, request, serve, type EmitterLike, type Serving } from 'rx-deferred/dom';
import { formatAudit } from 'rx-deferred/jquery';
import { traceDeferreds } from 'rx-deferred/trace';
import { from, lastValueFrom, map, of, toArray } from 'rxjs';

/** What a runtime has for the program. */
export interface Host {
  /** Where `/user.json` is served, and the pages. */
  readonly origin: string;

  /** The class of emitters, where there is one. */
  readonly EventEmitter?: new () => EmitterLike & { emit(name: string, ...args: unknown[]): unknown };
}

interface User {
  readonly name: string;
}

/** Uses each entry that needs neither a page nor Angular, and returns what comes of it. */
export async function run(host: Host): Promise<Record<string, unknown>> {
  const results: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(parts)) {
    results[name] = await part(host);
  }
  return results;
}

const parts: Record<string, (host: Host) => unknown> = {
  handlers() {
    const log: unknown[] = [];
    const size = Deferred<[width: number, height: number], Error, [percent: number]>();
    size
      .progress((percent) => log.push(`${percent.toFixed()} %`))
      .done((width, height) => log.push(width * height))
      .always(() => log.push(size.state()));
    size.notify(50).resolve(3, 4);
    size.always((...args) => log.push(args)).progress((percent) => log.push(percent));
    // @ts-expect-error the height is missing
    return log.concat(size.resolve(5) === size, isDeferred(size));
  },

  async promises() {
    const name = Deferred<string, Error>();
    const length = name.then((text) => text.length);
    const failed = Deferred<string, Error>().reject(new Error('no name'));
    name.resolve('Ada');
    return [await name, await length, await failed.catch((error) => error.message), when(name, 1).state()];
  },

  async observables() {
    const size = Deferred<[width: number, height: number]>().resolve(3, 4);
    const values = await lastValueFrom(from(size).pipe(toArray()));
    const last = await toDeferred(of(1, 2, 3).pipe(map((n) => n * 2)));
    const shared = oneShot(() => size);
    return [values, last, await shared.get(), await lastValueFrom(from(shared.get()))];
  },

  async combined() {
    const a = Deferred<string>();
    const all = when.all([a, Promise.resolve(2), of(3)]);
    a.resolve('a');
    const [text, ...numbers] = await all;
    return [text.toUpperCase(), ...numbers];
  },

  async aborted() {
    const controller = new AbortController();
    const log: unknown[] = [];
    const work = Deferred<string>(() => () => log.push('torn down'), { signal: controller.signal });
    controller.abort(new Error('enough'));
    return [...log, work.state(), await work.catch(String)];
  },

  // A request has the hook of the core only if it has the same copy of that.
  async unhandled({ origin }) {
    const log: unknown[] = [];
    for (const reject of [() => Deferred<string, string>().reject('nobody'), () => get(`${origin}/missing.json`)]) {
      const told = Deferred();
      Deferred.onUnhandled = ({ args }) => void told.resolve(args.at(-1));
      reject();
      log.push(await told);
    }
    Deferred.onUnhandled = undefined;
    return log;
  },

  async request({ origin }) {
    const user = get<User>(`${origin}/user.json`);
    const missing = get(`${origin}/missing.json`);
    const log: unknown[] = [];
    await user.done(({ name }, textStatus, jqXHR) => log.push(name, textStatus, jqXHR.status));
    await missing.fail((jqXHR, textStatus, error) => log.push(jqXHR.status, textStatus, error)).catch(() => 0);
    return log;
  },

  async events({ EventEmitter }) {
    const target = new EventTarget();
    const ended = fromEvents(target, { done: 'end', fail: 'error' });
    target.dispatchEvent(new Event('end'));
    const log: unknown[] = [(await ended).type, ended instanceof Deferred];
    if (EventEmitter) {
      const jobs = new EventEmitter();
      const job = fromEvents(jobs, { done: 'done', progress: 'step' });
      job.progress((...args) => log.push(args)).done((...args) => log.push(args));
      jobs.emit('step', 50);
      jobs.emit('done', 'job', 2);
    }
    return log;
  },

  async messages() {
    const { port1, port2 } = new MessageChannel();
    const files = {
      count: (...lines: string[]) =>
        Deferred<[words: number, lines: number], Error, number>((d) => {
          d.notify(100);
          d.resolve(lines.join(' ').split(' ').length, lines.length);
        }),
      fail: (text: string) => Promise.reject(new RangeError(text)),
    };
    const stop = serve(port1, files);
    const port: MessagePort & Serving<typeof files> = port2;
    const log: unknown[] = [];
    const count = request(port, ['count', 'to be', 'or not']);
    await count.progress((percent) => log.push(percent)).done((words, lines) => log.push(words, lines));
    await request(port, ['fail', 'out of range'])
      .fail((error) => log.push(String(error)))
      .catch(() => 0);
    stop();
    port.close();
    return log.concat(count instanceof Deferred);
  },

  traced() {
    const log: string[] = [];
    const stop = traceDeferreds(({ type }) => log.push(type));
    Deferred<string>()
      .done((text) => text.length)
      .resolve('Ada');
    stop();
    Deferred<string>().resolve('unseen');
    return log;
  },

  audited: () => formatAudit([]),
};
