import { Program, type ProgramStart, type Work } from './program';

/** What was measured of a program; figures of the same index are from the same turn. */
export interface Measured {
  version: string;
  readonly fit: number[];
  readonly predict: number[];
  /** One for each time that it was started. */
  readonly firstStepMs: number[];
  readonly peakMb: number[];
}

export interface Turns {
  /** How often all programs are started anew. */
  readonly sittings: number;
  /** Of each program in a sitting. */
  readonly turns: number;
  readonly works: readonly Work[];
  readonly say: (line: string) => void;
}

/** Starts the programs one after the other, has each do an epoch in its turn, again and again, and ends them. */
export async function takeTurns(starts: readonly ProgramStart[], { sittings, turns, works, say }: Turns): Promise<Measured[]> {
  const measured = starts.map((): Measured => ({ version: '', fit: [], predict: [], firstStepMs: [], peakMb: [] }));
  for (let sitting = 1; sitting <= sittings; sitting++) {
    const programs: Awaited<ReturnType<typeof Program.open>>[] = [];
    try {
      for (const [i, start] of starts.entries()) {
        say(`${sitting}/${sittings} ${start.name} begins …`);
        const program = await Program.open(start);
        programs.push(program);
        measured[i]!.version = program.told.version;
        if (program.told.firstStepMs > 0) measured[i]!.firstStepMs.push(program.told.firstStepMs);
      }
      for (let turn = 0; turn < turns; turn++)
        for (const work of works) for (const [i, program] of programs.entries()) measured[i]![work].push(await program.measure(work));
      for (const [i, program] of programs.entries()) {
        const peakMb = await program.end();
        if (peakMb > 0) measured[i]!.peakMb.push(peakMb);
      }
    } finally {
      for (const program of programs) program.kill();
    }
  }
  return measured;
}
