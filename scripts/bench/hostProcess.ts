import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** In Linux's clock ticks, which are 100 a second on every machine. */
const TICKS_A_SECOND = 100;

/** A process of a VS Code server, as the system counts what it takes. */
export class HostProcess {
  private constructor(readonly pid: number) {}

  /** The one of a kind of the server that works in that folder. @throws {Error} if there is none, or more than one */
  static of(home: string, type: 'extensionHost' | 'fileWatcher' = 'extensionHost'): HostProcess {
    const found = readdirSync('/proc')
      .map(Number)
      .filter(pid => read(pid, 'cmdline').includes(`--type=${type}`) && read(pid, 'environ').includes(home));
    const [pid] = found;
    if (pid === undefined || found.length > 1) throw new Error(`${found.length} processes ${type} of ${home}`);
    return new HostProcess(pid);
  }

  /** The extension host, once it is the only one: one that a window was given first may still be ending. */
  static async when(home: string): Promise<HostProcess> {
    for (let tries = 1; ; tries++)
      try {
        return HostProcess.of(home);
      } catch (error) {
        if (tries === 20) throw error;
        await setTimeout(500);
      }
  }

  /** `R`, running; `S`, waiting; `T`, stopped. */
  state(): string {
    return this.fields()[0]!;
  }

  /** Seconds of processor time since it began. */
  seconds(): number {
    const fields = this.fields();
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  }

  /** Megabytes of memory now, and the most that it ever had. */
  megabytes(): { readonly now: number; readonly most: number } {
    const status = read(this.pid, 'status');
    const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1000;
    return { now: of('VmRSS'), most: of('VmHWM') };
  }

  /** From the third on. */
  private fields(): string[] {
    // What is in parentheses may have spaces.
    return read(this.pid, 'stat')
      .replace(/^.*\) /s, '')
      .split(' ');
  }
}

function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    // It is gone, or somebody else's.
    return '';
  }
}
