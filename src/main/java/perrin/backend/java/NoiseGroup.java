package perrin.backend.java;

/**
 * Steps that use whole Philox blocks together, as in {@code kernels/portable/walk.h}: with R
 * Gaussians a step, value j of step n has number n·R′ + j, where R′ = R for R = 1 and 2 and
 * otherwise R rounded up to a multiple of 4.
 *
 * @param steps of a group
 * @param blocks by which the next group's are further on
 * @param drawnBlocks of them that are needed
 */
record NoiseGroup(int steps, int blocks, int drawnBlocks) {

  /**
   * @param normals R
   * @param drawsOfBlock values of a block: 4 in single precision, 2 in double
   */
  static NoiseGroup of(int normals, int drawsOfBlock) {
    int drawn = (normals + drawsOfBlock - 1) / drawsOfBlock;
    if (normals == 1 || normals == 2) {
      return new NoiseGroup(drawsOfBlock / normals, 1, drawn);
    }
    return new NoiseGroup(1, (normals + 3) / 4 * 4 / drawsOfBlock, drawn);
  }
}
