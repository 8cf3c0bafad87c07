import Module from 'node:module';
import path from 'node:path';

/** Something that was begun and has not been ended, and where that was. */
interface Held {
  readonly what: string;
  readonly stack: string;
}

/** A message's answer by who stands in for a person. */
interface Answer {
  readonly to: RegExp;
  readonly button: string;
}

interface Watched {
  /** Everything that the extension holds of VS Code and of Node: listeners, views, commands, watchers, timers. */
  readonly held: Set<Held>;
  /** Messages that the extension has shown, and who waits for one. */
  readonly messages: string[];
  readonly waiting: Set<() => void>;
  readonly answers: Answer[];
}

/** Each test file is a bundle of its own; what was seen is the same for all. */
const shared = globalThis as typeof globalThis & { digitsLabWatched?: Watched };
const { held, messages, waiting, answers } = (shared.digitsLabWatched ??= {
  held: new Set(),
  messages: [],
  waiting: new Set(),
  answers: [],
});

/** A panel outlives the extension: the next start finds it. What the extension listens to of a panel does not. */
const staying = new Set(['createWebviewPanel']);

/** What is still held, a line each. */
export function heldByExtension(): string[] {
  return [...held].map(({ what, stack }) => `${what}\n${stack}`);
}

/** Settles when the extension shows a message that reads so, or has shown one; with its text. */
export function messageShown(pattern: RegExp): Promise<string> {
  return new Promise(resolve => {
    const look = (): void => {
      const found = messages.find(text => pattern.test(text));
      if (found === undefined) return;
      waiting.delete(look);
      resolve(found);
    };
    waiting.add(look);
    look();
  });
}

/** The next message that reads so is answered with this button, and not shown. */
export function answerMessage(to: RegExp, button: string): void {
  answers.push({ to, button });
}

/** The answer of who stands in for a person; undefined if the message is to be shown. */
function receiveMessage(text: string): Promise<string> | undefined {
  messages.push(text);
  for (const look of waiting) look();
  const at = answers.findIndex(({ to }) => to.test(text));
  return at < 0 ? undefined : Promise.resolve(answers.splice(at, 1)[0]!.button);
}

/**
 * Lets the extension, which is not loaded yet, see VS Code's API and the timers through something that notes what it begins and ends.
 * @param extensionFile the bundle of the extension
 */
export function watchExtension(extensionFile: string): void {
  const isTheExtension = (file: string | undefined): boolean => file !== undefined && path.relative(file, extensionFile) === '';
  // Node's own way to load a module; VS Code has put itself before it in the same way.
  const load = Reflect.get(Module, '_load') as (request: string, parent: NodeModule | undefined, isMain: boolean) => unknown;
  let api: unknown;
  Reflect.set(Module, '_load', function (this: unknown, request: string, parent: NodeModule | undefined, isMain: boolean): unknown {
    const loaded = load.call(this, request, parent, isMain);
    if (request !== 'vscode' || !isTheExtension(parent?.filename)) return loaded;
    return (api ??= throughNamespaces(loaded as object));
  });
  watchTimers(extensionFile);
}

/** VS Code's namespaces are frozen, so what stands before them is an object of its own. */
function throughNamespaces(real: object): object {
  const names = ['window', 'workspace', 'commands', 'env', 'languages', 'tasks', 'debug', 'extensions', 'authentication'];
  const api: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(Object.getOwnPropertyDescriptors(real))) {
    const get = (): unknown => Reflect.get(real, name);
    const inner = names.includes(name) ? watched(get() as object, name) : undefined;
    Object.defineProperty(api, name, { enumerable: value.enumerable ?? true, get: () => inner ?? get() });
  }
  return api;
}

/** An object whose functions give things to dispose of: each is noted until it is disposed of. */
function watched(real: object, name: string): object {
  return new Proxy(
    {},
    {
      get(_, key) {
        const value: unknown = Reflect.get(real, key, real);
        if (typeof value === 'object' && value !== null && key === 'webview') return watched(value, `${name}.webview`);
        if (typeof value !== 'function' || /^[A-Z]/.test(String(key))) return value;
        return (...args: unknown[]): unknown => {
          const answer = /^show\w+Message$/.test(String(key)) ? receiveMessage(String(args[0])) : undefined;
          if (answer) return answer;
          const result: unknown = Reflect.apply(value, real, args);
          return isDisposable(result) ? noted(result, `${name}.${String(key)}(${words(args[0])})`, staying.has(String(key))) : result;
        };
      },
      set: (_, key, value) => Reflect.set(real, key, value, real),
      has: (_, key) => Reflect.has(real, key),
    },
  );
}

function noted(disposable: { dispose(): unknown }, what: string, stays: boolean): object {
  const one: Held = { what, stack: new Error().stack?.split('\n').slice(3, 7).join('\n') ?? '' };
  if (!stays) held.add(one);
  const through = watched(disposable, what);
  return new Proxy(through, {
    get: (target, key) => {
      if (key !== 'dispose') return Reflect.get(target, key) as unknown;
      return (): unknown => {
        held.delete(one);
        return disposable.dispose();
      };
    },
  });
}

function isDisposable(value: unknown): value is { dispose(): unknown } {
  return typeof value === 'object' && value !== null && 'dispose' in value && typeof value.dispose === 'function';
}

function words(argument: unknown): string {
  return typeof argument === 'string' ? argument : '';
}

/** Notes the timers that code of the extension sets, until they are cleared or have rung. */
function watchTimers(extensionFile: string): void {
  const timers = new Map<unknown, Held>();
  const sources = path.join(path.dirname(extensionFile), '..', 'src', path.sep);
  const note = (timer: unknown, what: string): void => {
    // This function, the one that stands before Node's, and who called that. What VS Code does because of a call of ours is its own.
    const [caller = '', ...rest] = new Error().stack?.split('\n').slice(3, 7) ?? [];
    // Source maps name the sources.
    if (!caller.includes(extensionFile) && !caller.includes(sources)) return;
    const one = { what, stack: [caller, ...rest].join('\n') };
    timers.set(timer, one);
    held.add(one);
  };
  const forget = (timer: unknown): void => {
    const one = timers.get(timer);
    if (one) held.delete(one);
    timers.delete(timer);
  };
  const { setTimeout: after, setInterval: every, clearTimeout: cancel, clearInterval: cease } = globalThis;
  const replacement = {
    setTimeout(callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) {
      const timer = after(
        (...given: unknown[]) => {
          forget(timer);
          callback(...given);
        },
        ms,
        ...args,
      );
      note(timer, 'setTimeout');
      return timer;
    },
    setInterval(callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) {
      const timer = every(callback, ms, ...args);
      note(timer, 'setInterval');
      return timer;
    },
    clearTimeout(timer?: NodeJS.Timeout) {
      forget(timer);
      cancel(timer);
    },
    clearInterval(timer?: NodeJS.Timeout) {
      forget(timer);
      cease(timer);
    },
  };
  Object.assign(globalThis, replacement);
}
