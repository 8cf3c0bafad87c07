/** Every engine by the one name that flags, settings, files and messages have for it. */
export const engineNames = ['onnx', 'wasm'] as const;

export type EngineName = (typeof engineNames)[number];

/** What may be asked for. `auto`: the fastest that works on this machine. */
export type EngineChoice = 'auto' | EngineName;

export const engineChoices: readonly EngineChoice[] = ['auto', ...engineNames];

/** Names that version 0.1.0 accepted; settings, queues and scripts may still hold them. */
const olderNames = { native: 'onnx' } as const satisfies Readonly<Record<string, EngineName>>;

/** Every word that is accepted for a choice. */
export const acceptedChoices = ['auto', ...engineNames, ...(Object.keys(olderNames) as (keyof typeof olderNames)[])] as const;

/** The choice that an accepted word stands for. */
export function engineChosen(word: (typeof acceptedChoices)[number]): EngineChoice {
  return word === 'native' ? olderNames[word] : word;
}

/** How the engines are called in sentences; a run's files may name one that this version does not have. */
export const engineTitles: Readonly<Record<EngineName | 'tensorflow', string>> = {
  onnx: 'ONNX Runtime',
  wasm: 'ONNX Runtime as WebAssembly',
  tensorflow: 'TensorFlow',
};

/**
 * What to choose so that a run goes on, or is computed again, with the engine that it had. WebAssembly works wherever the native engine
 * does, but not the other way round, so that the native one is only preferred.
 */
export function choiceLike({ name }: { readonly name: keyof typeof engineTitles }): EngineChoice {
  return name === 'wasm' ? 'wasm' : 'auto';
}
