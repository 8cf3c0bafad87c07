import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { comparisonResult } from '../../../../src/experiment/effects/comparisonResult';
import { effectReport } from '../../../../src/report/written/effectReport';
import { knowledgePage } from '../../../../src/report/written/knowledgePage';
import { among, compared, planOf, runsOf } from '../../experiment/effects/compared';

const MarkdownIt = createRequire(__filename)('markdown-it') as new (options: object) => { render: (source: string) => string };

describe('the report of what one parameter did', () => {
  const lifted = [0.003, 0.004, 0.004, 0.002, 0.005];
  const plan = planOf([8, 32], [0, 1, 2, 3, 4], { author: 'Ada' });
  const runs = runsOf(plan, (level, seed) => 0.98 + (level === 8 ? 0 : lifted[seed]!));
  const html = (markdown: string): string => new MarkdownIt({ linkify: true }).render(markdown);

  it('begins with what can be quoted, and has each pair and what was held equal', () => {
    const { markdown } = effectReport(comparisonResult(plan, among(runs)));
    const text = html(markdown);
    assert.match(text, /raised validation accuracy by 0\.36 points, 95 % CI 0\.22 to 0\.50, 5 paired seeds\./);
    assert.match(text, /Verdict: <strong>supported<\/strong>\. It is as expected, with p 0\.002 \(Holm\)\./);
    assert.match(markdown, /^\| 3 \| paired \| 98\.00 \| 98\.20 \| \+0\.20 \|$/m);
    assert.match(markdown, /^\| batch_size \| 128 \| equal \|$/m);
    assert.match(text, /needs \d+ seeds, if they go on to vary as they did\./);
    assert.ok(!/undefined|null|NaN/.test(markdown), 'every figure has its words');
  });

  it('says what is not equal, and what is not there yet', () => {
    const changed = compared(runs[3]!.id, { ...runs[3]!.config.parameters, batch_size: 64 });
    const find = among([...runs.slice(0, 8), changed]);
    const { markdown } = effectReport(comparisonResult(plan, find));
    assert.match(html(markdown), /<td[^>]*>not identified: also batch_size 128 → 64<\/td>/);
    assert.match(html(markdown), /<td[^>]*>a run of it is missing<\/td>/);
    assert.match(markdown, /^\| batch_size \| 128, 64 \| differs in a pair \|$/m);
  });

  it('shows what runs and people say as text', () => {
    const text = '<img src=x onerror=alert(1)> [a](javascript:x) **bold** https://example.org @someone';
    const hostile = { ...plan, author: text, hypothesis: { ...plan.hypothesis!, text }, baseline: { ...plan.baseline, dataset: text } };
    const result = comparisonResult(hostile, among(runs.map(run => compared(run.id, { ...run.config.parameters, dataset: text }))));
    for (const page of [effectReport(result).markdown, knowledgePage([{ result, report: 'comparisons/x/report.md' }])]) {
      const shown = html(page);
      assert.ok(!/<img|<a href="(?!comparisons\/x\/report\.md)|<strong>bold/.test(shown), shown);
    }
  });

  it('is a line on the page of what is known, with its verdict, author and set-up', () => {
    const page = knowledgePage([{ result: comparisonResult(plan, among(runs)), report: `comparisons/${plan.id}/report.md` }]);
    assert.match(
      html(page),
      /<h2>num_filters \(Filters\)<\/h2>\n<ul>\n<li><strong>supported<\/strong>: <a href="comparisons\/20260101-000000-plan\/report\.md">/,
    );
    assert.match(page, /_2026-01-01, Ada, all else default_$/m);
    assert.match(knowledgePage([]), /Nothing yet/);
    assert.doesNotMatch(knowledgePage([{ result: comparisonResult(plan, among(runs)), report: undefined }]), /\]\(/);
  });
});
