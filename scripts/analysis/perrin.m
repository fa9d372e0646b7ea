% Perrin's run files in Octave.
%
%   run = perrin("double-well.h5");
%   run.verdict, run.observables.x2.time_mean, run.histograms.x.density, mean(run.final.x.^2)
%
% A struct of structs: groups and datasets by name. Arrays have the shape that docs/run-file.md says, [points of a sweep, …, walkers],
% a row being [1, n]; experiment is a struct. Octave does not read attributes: those of groups come from the program h5dump
% (Debian: hdf5-tools) where that is installed, and are missing where not. (Octave 7; not tested in MATLAB.)
function run = perrin(file)
  if (! exist(file, "file"))
    error("perrin: %s: there is no such file", file);
  endif
  try
    run = load("-hdf5", file);
  catch
    error("perrin: %s: is no HDF5 file that Octave takes: %s", file, lasterr());
  end_try_catch
  if (! isfield(run, "experiment"))
    error("perrin: %s: is no run file of Perrin's", file);
  endif
  run = in_order(run);
  try
    run.experiment = jsondecode(run.experiment);
  catch
    % it stays text
  end_try_catch
  run = with_attributes(run, file);
endfunction

% Octave stores columns first: dimensions come reversed.
function value = in_order(value)
  if (isstruct(value))
    for [part, name] = value
      value.(name) = in_order(part);
    endfor
  elseif (isnumeric(value) && ndims(value) > 2)
    value = permute(value, ndims(value):-1:1);
  elseif (isnumeric(value) && ndims(value) == 2 && ! isscalar(value))
    value = value.';
    if (columns(value) == 1)
      value = value.';
    endif
  endif
endfunction

% What `h5dump -A` prints: GROUP "x" {, ATTRIBUTE "a" {, DATASPACE  SIMPLE { ( 2, 3 ) / ( 2, 3 ) }, DATA {, (0,0): 1, 2, 3.
function run = with_attributes(run, file)
  % The shell takes what stands between single quotes as it is.
  name = ["'", strrep(make_absolute_filename(file), "'", "'\\''"), "'"];
  [status, printed] = system(["h5dump -A -m %.17g ", name, " 2>/dev/null"]);
  if (status != 0)
    return;
  endif
  open = {};  % kinds and names of what is open
  shape = [];
  text = "";
  for line = strsplit(printed, "\n")
    line = line{1};
    line = strtrim(line);
    if (! isempty(open) && strcmp(open{end}{1}, "DATA") && ! strcmp(line, "}"))
      text = [text, " ", regexprep(line, '^\([0-9,]+\): ', "")];
    elseif (strcmp(line, "}"))
      if (! isempty(open) && strcmp(open{end}{1}, "DATA"))
        run = put(run, open, text, shape);
      endif
      open(end) = [];
    elseif (! isempty(regexp(line, '\{$', "once")))
      kind = regexp(line, '^\w*', "match", "once");
      open{end + 1} = {kind, regexprep(line, '^\w*\s*"?(.*?)"? *\{$', "$1")};
      text = "";
    elseif (strncmp(line, "DATASPACE", 9))
      found = regexp(line, 'SIMPLE \{ \( ([0-9, ]+) \)', "tokens", "once");
      shape = dimensions(found);
    endif
  endfor
endfunction

function shape = dimensions(found)
  shape = [];
  if (! isempty(found))
    shape = str2num(["[", found{1}, "]"]);
  endif
endfunction

% Puts an attribute of a group where the group is; those of datasets, and of libraries, are left out.
function run = put(run, open, text, shape)
  names = {};
  dataset = false;
  for k = 2:numel(open)  % the first is the file
    switch (open{k}{1})
      case "GROUP"
        names{end + 1} = open{k}{2};
      case "DATASET"
        names{end + 1} = open{k}{2};
        dataset = true;
      case "ATTRIBUTE"
        names{end + 1} = open{k}{2};
    endswitch
  endfor
  names(1) = [];  % the root, "/"
  if (isempty(names) || names{end}(1) == "_")
    return;
  endif
  text = strtrim(text);
  if (! isempty(text) && text(1) == '"')
    value = regexp(text, '"((?:[^"\\]|\\.)*)"', "tokens");
    value = cellfun(@(one) one{1}, value, "UniformOutput", false);
    if (numel(value) == 1)
      value = value{1};
    endif
  else
    value = str2double(strsplit(text, ","));
    if (numel(shape) > 1 && prod(shape) == numel(value))
      value = permute(reshape(value, fliplr(shape)), numel(shape):-1:1);
    endif
  endif
  names = cellfun(@(name) regexprep(name, '[^A-Za-z0-9_]', "_"), names, "UniformOutput", false);
  if (dataset)
    if (strcmp(names{end}, "NAME") && strncmp(value, "This is a netCDF dimension", 26))
      run = without(run, names(1:end - 1));  % it only names a dimension, and has no values
    endif
    return;
  endif
  try
    run = setfield(run, names{:}, value);
  catch
    % a name that is taken
  end_try_catch
endfunction

function part = without(part, names)
  if (isscalar(names))
    part = rmfield(part, names{1});
  else
    part.(names{1}) = without(part.(names{1}), names(2:end));
  endif
endfunction
