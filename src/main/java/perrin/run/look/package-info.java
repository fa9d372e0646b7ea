/**
 * What an energy looks like from single places: what is chosen for keys that are left out, and what
 * a time step bears.
 */
package perrin.run.look;
