/** What a run takes of the machine, and whether it is there. */
package perrin.run.memory;
