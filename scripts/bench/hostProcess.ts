import { readdirSync, readFileSync } from 'node:fs';

/** In Linux's clock ticks, which are 100 a second on every machine. */
const TICKS_A_SECOND = 100;

/** The extension host of a VS Code server, as the system counts what it takes. */
export class HostProcess {
  private constructor(private readonly pid: number) {}

  /** The one of the server that works in that folder. @throws {Error} if there is none, or more than one */
  static of(home: string): HostProcess {
    const found = readdirSync('/proc')
      .map(Number)
      .filter(pid => read(pid, 'cmdline').includes('--type=extensionHost') && read(pid, 'environ').includes(home));
    const [pid] = found;
    if (pid === undefined || found.length > 1) throw new Error(`${found.length} extension hosts of ${home}`);
    return new HostProcess(pid);
  }

  /** Seconds of processor time since it began. */
  seconds(): number {
    // What is in parentheses may have spaces.
    const fields = read(this.pid, 'stat')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  }

  /** Megabytes of memory now, and the most that it ever had. */
  megabytes(): { readonly now: number; readonly most: number } {
    const status = read(this.pid, 'status');
    const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1000;
    return { now: of('VmRSS'), most: of('VmHWM') };
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
