package perrin.kernel.compile;

/** Something that is measured at a sample: what it adds to the sample's code. */
interface SampleMeasure {
  /** Adds the values that are wanted of each walker to {@link SampleCompiler#outputs}. */
  void addTo(SampleCompiler sample);
}
