import assert from 'node:assert/strict';
import { whyNoFileName } from '../../../../src/runFolder/recording/fileName';

describe('the name of a file that a tool sends', () => {
  for (const name of [
    'a.txt',
    'media/table/loss_table_5_0abc.table.json',
    'ü/日本',
    '.hidden',
    'a b',
    'console',
    'nullify.txt',
    'x'.repeat(200),
  ])
    it(`may be ${name.slice(0, 40)}`, () => assert.equal(whyNoFileName(name), undefined));
  const bad: readonly (readonly [string, RegExp])[] = [
    ['', /empty/],
    ['../a', /"\.\."/],
    ['a/./b', /"\."/],
    ['/a', /slash/],
    ['a//b', /slash/],
    ['a/', /slash/],
    ['a\\b', /character/],
    ['C:a', /character/],
    ['a\u0000', /character/],
    ['a\u009b', /character/],
    ['aux', /device/],
    ['a/Com1.log', /device/],
    ['a.', /dot or a space/],
    ['a ', /dot or a space/],
    ['x'.repeat(201), /200 bytes/],
    ['ü/'.repeat(400), /900 bytes/],
    [`${'a/'.repeat(17)}b`, /16 folders/],
  ];
  for (const [name, why] of bad) it(`is not ${JSON.stringify(name.slice(0, 40))}`, () => assert.match(whyNoFileName(name) ?? '', why));
});
