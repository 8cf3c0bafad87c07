export interface ResourceSample {
  /** Of this process since the last sample; 100 is one core. */
  readonly cpuPercent: number;
  readonly residentBytes: number;
}

/** Reports once a second what this process uses, without keeping it alive. */
export function sampleResources(report: (sample: ResourceSample) => void): { dispose(): void } {
  let cpu = process.cpuUsage();
  let at = performance.now();
  const timer = setInterval(() => {
    const used = process.cpuUsage(cpu);
    const now = performance.now();
    const cpuPercent = Math.round((used.user + used.system) / (now - at) / 10);
    cpu = process.cpuUsage();
    at = now;
    report({ cpuPercent, residentBytes: process.memoryUsage.rss() });
  }, 1000);
  timer.unref();
  return { dispose: () => clearInterval(timer) };
}
