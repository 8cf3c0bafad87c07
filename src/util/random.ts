/**
 * Seeded random numbers. Every purpose (initial weights, shuffling, dropout masks, …) has a generator of its own, so that
 * changing what one of them draws leaves the draws of the others alone.
 */
export interface Random {
  /** A whole number in [0, 2³²). */
  uint32(): number;
  /** A number in [0, 1), with 32 random bits. */
  uniform(): number;
  /** A whole number in [0, bound); 1 ≤ bound ≤ 2³². Every value is equally likely (draws that would favour some are rejected). */
  below(bound: number): number;
}

/**
 * The generator of one purpose: `random(seed, 'shuffle', epoch)`. Equal keys give equal sequences on every machine.
 *
 * Algorithm: sfc32 (Doty-Humphrey, PractRand), its state drawn from the key by MurmurHash3's 32-bit hash and finaliser.
 */
export function random(...key: readonly (number | string)[]): Random {
  let [a, b, c, counter] = stateOf(key);
  const uint32 = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  const below = (bound: number): number => {
    const limit = 2 ** 32 - (2 ** 32 % bound);
    for (;;) {
      const draw = uint32();
      if (draw < limit) return draw % bound;
    }
  };
  return { uint32, uniform: () => uint32() / 2 ** 32, below };
}

/** Shuffles in place (Fisher–Yates) and returns its argument. */
export function shuffle<T extends { length: number; [index: number]: number }>(values: T, generator: Random): T {
  for (let i = values.length - 1; i > 0; i--) {
    const j = generator.below(i + 1);
    const kept = values[i] as number;
    values[i] = values[j] as number;
    values[j] = kept;
  }
  return values;
}

/**
 * As `shuffle(indices, random(...key))` does it, with the draws written out: a hundred thousand of them stand between the start of a run and its
 * first step, and one loop is compiled sooner than four functions.
 */
export function shuffleIndices(values: Int32Array, ...key: readonly (number | string)[]): Int32Array {
  let [a, b, c, counter] = stateOf(key);
  for (let i = values.length - 1; i > 0; i--) {
    const bound = i + 1;
    for (;;) {
      const draw = (((a + b) | 0) + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + draw) | 0;
      // As below() has it, in whole numbers of 31 bits: larger ones would have to be allocated.
      const half = draw >>> 1;
      if (half >= 0x7fff_ffff - bound && draw >>> 0 >= 2 ** 32 - (2 ** 32 % bound)) continue;
      const rest = 2 * (half % bound) + (draw & 1);
      const j = rest < bound ? rest : rest - bound;
      const kept = values[i]!;
      values[i] = values[j]!;
      values[j] = kept;
      break;
    }
  }
  return values;
}

/** The state of the generator of a purpose. */
function stateOf(key: readonly (number | string)[]): [a: number, b: number, c: number, counter: number] {
  const hash = keyHash(key.map(String).join('\u0000'));
  let [a, b, c, counter] = [hash(), hash(), hash(), 1];
  for (let i = 0; i < 12; i++) {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
  }
  return [a, b, c, counter];
}

/** Hashes a text once and returns a function that yields well-mixed 32-bit words. */
function keyHash(text: string): () => number {
  let state = 0x9747b28c ^ text.length;
  for (let i = 0; i < text.length; i++) {
    let k = Math.imul(text.charCodeAt(i), 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    state ^= Math.imul(k, 0x1b873593);
    state = (state << 13) | (state >>> 19);
    state = (Math.imul(state, 5) + 0xe6546b64) | 0;
  }
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let h = state;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return h ^ (h >>> 16);
  };
}
