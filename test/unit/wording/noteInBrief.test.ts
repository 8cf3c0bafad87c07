import assert from 'node:assert/strict';
import { noteInBrief } from '../../../src/wording/noteInBrief';

describe('a note in brief', () => {
  const notes: [string, string][] = [
    ['', ''],
    ['\n\n', ''],
    ['# Hypothesis\n\nMore at 64.\n\n# Conclusion\n', 'More at 64.'],
    ['# Hypothesis\n\n# Conclusion\n', ''],
    ['long '.repeat(30), `${'long '.repeat(30).slice(0, 59)}…`],
  ];
  for (const [note, brief] of notes) it(`of ${JSON.stringify(note.slice(0, 20))}`, () => assert.equal(noteInBrief(note), brief));
});
