/** Whether this machine computes what it should, and how fast: doctor, gpu-check, speed. */
package perrin.run.selfcheck;
