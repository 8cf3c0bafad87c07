/** Factors with their levels; a combination has one level of each. */
export type Factors = Readonly<Record<string, readonly (string | number)[]>>;
export type Combination = Record<string, string | number>;

/** Few combinations in which every two levels of every two factors meet: greedily, each takes in as many new pairs as it can. */
export function pairwise(factors: Factors): Combination[] {
  const names = Object.keys(factors);
  const missing = new Set(allPairs(factors));
  const combinations: Combination[] = [];
  while (missing.size > 0) {
    const [first] = missing;
    const combination: Combination = {};
    for (const part of JSON.parse(first!) as [string, string | number][]) combination[part[0]] = part[1];
    for (const name of names.filter(other => !(other in combination))) {
      const gain = (level: string | number): number => pairsWith(combination, name, level).filter(pair => missing.has(pair)).length;
      combination[name] = factors[name]!.reduce((best, level) => (gain(level) > gain(best) ? level : best));
    }
    for (const pair of pairsOf(combination)) missing.delete(pair);
    combinations.push(combination);
  }
  return combinations;
}

/** Every two levels of different factors that a combination has. */
export function pairsOf(combination: Combination): string[] {
  return Object.entries(combination).flatMap(([name, level], i, all) => all.slice(0, i).map(other => pair([name, level], other)));
}

export function allPairs(factors: Factors): string[] {
  return Object.entries(factors).flatMap(([name, levels], i, all) =>
    all.slice(0, i).flatMap(([other, others]) => levels.flatMap(level => others.map(o => pair([name, level], [other, o])))),
  );
}

function pairsWith(combination: Combination, name: string, level: string | number): string[] {
  return Object.entries(combination).map(other => pair([name, level], other));
}

function pair(a: readonly [string, string | number], b: readonly [string, string | number]): string {
  return JSON.stringify([a, b].toSorted(([x], [y]) => (x < y ? -1 : 1)));
}
