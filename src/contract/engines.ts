/** The names of all engines, which are the same in flags, settings, files and messages. */
export const engineNames = ['onnx', 'wasm'] as const;

export type EngineName = (typeof engineNames)[number];

/** What a user can choose. `auto`: the fastest engine that works on this machine. */
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

const titles: Readonly<Record<EngineName, string>> = {
  onnx: 'ONNX Runtime',
  wasm: 'ONNX Runtime as WebAssembly',
};

/** Whether a recorded name is that of an engine of this version; another version may have engines that this one does not have. */
export function isEngineName(name: string): name is EngineName {
  return (engineNames as readonly string[]).includes(name);
}

/** What an engine is called in sentences. One that this version does not have is called by its recorded name. */
export function engineTitle(name: string): string {
  return isEngineName(name) ? titles[name] : name;
}

/**
 * The choice with which a run is resumed, evaluated or trained again, so that it gets the engine that it was recorded with; undefined if
 * this version does not have that engine. WebAssembly works wherever the native engine does, but not the other way round, so that the
 * native one is only preferred.
 */
export function choiceLike({ name }: { readonly name: string }): EngineChoice | undefined {
  if (!isEngineName(name)) return undefined;
  return name === 'wasm' ? 'wasm' : 'auto';
}
