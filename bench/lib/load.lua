-- For wrk: sends the requests in a file round and round, one a line, and prints what was measured
-- as one line of JSON. A line is a path to GET, or a JSON body to POST, in which `@` becomes
-- another word each time.    wrk … -s load.lua URL -- FILE
local requests = {}
local bodies = {}
local at = 0
local sent = 0

init = function(args)
  for line in io.lines(args[1]) do
    local index = #requests + 1
    if line:sub(1, 1) == "/" then
      requests[index] = wrk.format("GET", line)
    else
      wrk.headers["Content-Type"] = "application/json"
      requests[index] = wrk.format("POST", nil, nil, line)
      if line:find("@", 1, true) then bodies[index] = line end
    end
  end
  math.randomseed(os.time())
  prefix = string.format("%d-%d-", os.time(), math.random(1000000))
end

request = function()
  at = at % #requests + 1
  if not bodies[at] then return requests[at] end
  sent = sent + 1
  return wrk.format("POST", nil, nil, (bodies[at]:gsub("@", prefix .. sent)))
end

done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"perSecond":%.1f,"p50us":%d,"p99us":%d,"refused":%d,"broken":%d}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
