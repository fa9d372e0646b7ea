% Reads all of some run files by perrin.m; a line for each file.
function count = leaves(part)
  count = 0;
  for [value, name] = part
    if (isstruct(value) && ! strcmp(name, "experiment"))
      count += leaves(value);
    else
      count += 1;
    endif
  endfor
endfunction

files = argv();
for k = 1:numel(files)
  run = perrin(files{k});
  [~, name, extension] = fileparts(files{k});
  printf("%s%s %d %s", name, extension, leaves(run), run.verdict);
  assert(run.experiment.walkers == run.walkers && ischar(run.title));
  if (isfield(run, "final"))
    names = sort(fieldnames(run.final));
    values = double(run.final.(names{1})(:));
    printf(" %s2=%.9g", names{1}, mean(values(! isnan(values)) .^ 2));  # NaN is what a point of a sweep does not have
  endif
  if (isfield(run, "observables") && isfield(run.observables, "x2"))
    x2 = run.observables.x2;
    printf(" x2=%.12g", mean(x2.time_mean(:)));
    assert(mean(x2.mean(:)), mean(x2.time_mean(:)), -1e-12);
  endif
  printf("\n");
endfor
