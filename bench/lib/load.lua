-- For wrk: sends the bodies in a file, one JSON text a line, round and round, and prints what was
-- measured as one line of JSON.    wrk … -s load.lua URL -- FILE
local requests = {}
local at = 0

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

init = function(args)
  for line in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format(nil, nil, nil, line)
  end
end

request = function()
  at = at % #requests + 1
  return requests[at]
end

done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"perSecond":%.1f,"p50us":%d,"p99us":%d,"refused":%d,"broken":%d}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
