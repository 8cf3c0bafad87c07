import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A repository that another person made, with programs of theirs in it: each leaves a mark when it runs. */
export class StrangersRepository {
  private readonly base = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'digits-stranger-')));
  /** The work tree. */
  readonly folder = path.join(this.base, 'work');
  /** Where the runs are kept, as by default. */
  readonly runs = path.join(this.folder, '.digits', 'runs');
  /** A place beside the repository. */
  readonly elsewhere = path.join(this.base, 'elsewhere');
  readonly commit: string;
  private readonly marks = path.join(this.base, 'marks');

  /** @param original one that nothing was done to, of which this is a copy: a new one takes six processes */
  constructor(original?: StrangersRepository) {
    for (const place of [this.runs, this.elsewhere, this.marks]) mkdirSync(place, { recursive: true });
    if (original) cpSync(original.folder, this.folder, { recursive: true });
    else this.commitFirst();
    this.commit = original?.commit ?? this.git('rev-parse', 'HEAD').trim();
    this.touch();
  }

  private commitFirst(): void {
    this.git('init', '-q', '-b', 'trunk');
    this.git('config', 'user.name', 'A Stranger');
    this.git('config', 'user.email', 'stranger@example.com');
    this.write('a.txt', 'a\n');
    this.write('.gitattributes', '* filter=evil diff=evil merge=evil\n');
    this.git('add', '.');
    this.git('commit', '-q', '-m', 'first');
  }

  dispose(): void {
    rmSync(this.base, { recursive: true, force: true });
  }

  /** Makes the index unsure of a file that has not changed: to be sure, Git would read it through the filters. */
  touch(file = 'a.txt'): void {
    utimesSync(path.join(this.folder, file), 1_000_000_000, 1_000_000_000);
  }

  write(file: string, text: string): string {
    const place = path.join(this.folder, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
    return place;
  }

  /** A program that leaves a mark of that name; where it lies. */
  program(mark: string, file = `programs/${mark}`): string {
    const place = path.resolve(this.folder, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, `#!/bin/sh\necho "$0 $*" > '${path.join(this.marks, mark)}'\n`);
    chmodSync(place, 0o755);
    return place;
  }

  /** The marks of the programs that ran. */
  ran(): string[] {
    return readdirSync(this.marks).toSorted();
  }

  forget(): void {
    for (const mark of readdirSync(this.marks)) rmSync(path.join(this.marks, mark));
  }

  /** Git as this repository's own user calls it. */
  git(...args: string[]): string {
    return this.gitIn(this.folder, ...args);
  }

  gitIn(cwd: string, ...args: string[]): string {
    mkdirSync(cwd, { recursive: true });
    return execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }
}
