import { readdirSync, readFileSync } from 'node:fs';

/**
 * Begins to watch what other programs take of the processors, and tells it as a share of all of them; undefined where there is no /proc. The
 * bench's own programs, however they were started, are not others.
 */
export function watchOthers(): () => number | undefined {
  const before = processorTicks();
  return () => {
    const after = processorTicks();
    if (!before || !after) return undefined;
    const busy = after.busy - before.busy;
    return Math.max(0, busy - (after.own - before.own)) / (busy + after.idle - before.idle);
  };
}

interface Ticks {
  /** Of all processes. */
  readonly busy: number;
  readonly idle: number;
  /** Of this process and of all that it has started, those that have ended included. */
  readonly own: number;
}

function processorTicks(): Ticks | undefined {
  try {
    const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softIrq = 0, stolen = 0] = readFileSync('/proc/stat', 'utf8')
      .split('\n')[0]!
      .split(/\s+/)
      .slice(1)
      .map(Number);
    return { busy: user + nice + system + irq + softIrq + stolen, idle: idle + waiting, own: ownTicks() };
  } catch {
    return undefined;
  }
}

function ownTicks(): number {
  const children = new Map<number, number[]>();
  const ticks = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statOf(name);
    if (!fields) continue;
    const [pid, parent] = [Number(name), Number(fields[1])];
    children.set(parent, [...(children.get(parent) ?? []), pid]);
    // Its own time in the programs and in the system, and that of its children that have ended.
    ticks.set(
      pid,
      fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0),
    );
  }
  const sum = (pid: number): number => (ticks.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child), 0);
  return sum(process.pid);
}

/** Of /proc/PID/stat what follows the name, which may have spaces; undefined when the process is gone. */
function statOf(pid: string): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
