//! Load over keep-alive connections: how many answers a second, and how long each took.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use http_body_util::{BodyExt, Full};
use hyper::{Method, Request, StatusCode, body::Bytes, client::conn::http1, header};
use hyper_util::rt::TokioIo;
use shared::checklist::Checklist;
use tokio::{net::TcpStream, task::JoinSet};

use crate::{
    Outcome,
    data::{Size, YEARS, assessment, token},
    table::whole,
};

/// What a load came to.
pub struct Load {
    /// Answers a second.
    pub rate: f64,
    times: Vec<Duration>,
}

impl Load {
    /// Half of the answers took at most this, in milliseconds.
    pub fn p50(&self) -> String {
        self.quantile(0.5)
    }

    /// 99 of 100 answers took at most this, in milliseconds.
    pub fn p99(&self) -> String {
        self.quantile(0.99)
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a list"
    )]
    fn quantile(&self, share: f64) -> String {
        let place =
            ((self.times.len() as f64 * share) as usize).min(self.times.len().saturating_sub(1));
        self.times
            .get(place)
            .map_or_else(String::new, |time| format!("{:.2}", time.as_secs_f64() * 1e3))
    }
}

/// How often a yardstick and what is measured by it take turns, and how long each turn lasts.
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(1);

/// A load and its yardstick, in turns: what else the machine does at a time then strikes both.
pub struct Compared {
    yardstick: f64,
    ours: Load,
    ratios: Vec<f64>,
}

impl Compared {
    /// As cells of a table: yardstick and load a second, the load of the yardstick in percent (the middle one of the
    /// turns), and the load's times.
    pub fn cells(&self) -> [String; 5] {
        let middle = self.ratios.get(self.ratios.len() / 2).copied().unwrap_or_default();
        let ratio = format!("{:.0} %", 100.0 * middle);
        [whole(self.yardstick), whole(self.ours.rate), ratio, self.ours.p50(), self.ours.p99()]
    }
}

/// Lets a yardstick and a load take turns, each for as long as it is told to.
pub async fn in_turns(
    yardstick: impl AsyncFn(Duration) -> Outcome<f64>,
    load: impl AsyncFn(Duration) -> Outcome<Load>,
) -> Outcome<Compared> {
    let (mut yardsticks, mut rates, mut ratios, mut times) = (0.0, 0.0, Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let theirs = yardstick(ROUND).await?;
        let mut ours = load(ROUND).await?;
        yardsticks += theirs;
        rates += ours.rate;
        ratios.push(ours.rate / theirs);
        times.append(&mut ours.times);
    }
    ratios.sort_unstable_by(f64::total_cmp);
    times.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let rounds = ROUNDS as f64;
    let ours = Load { rate: rates / rounds, times };
    Ok(Compared { yardstick: yardsticks / rounds, ours, ratios })
}

/// A connection that asks and waits.
pub struct Asker(http1::SendRequest<Full<Bytes>>);

impl Asker {
    /// Connects.
    pub async fn connect(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self(sender))
    }

    /// Asks and reads the whole answer.
    pub async fn ask(&mut self, request: Request<Full<Bytes>>) -> Outcome<(StatusCode, Bytes)> {
        self.0.ready().await?;
        let answer = self.0.send_request(request).await?;
        let status = answer.status();
        Ok((status, answer.into_body().collect().await?.to_bytes()))
    }
}

/// A GET, signed in with a token where there is one.
pub fn get(path: &str, token: Option<&str>) -> Outcome<Request<Full<Bytes>>> {
    let mut request = Request::get(path).header(header::HOST, "127.0.0.1");
    if let Some(token) = token {
        request = request.header(header::COOKIE, format!("stins={token}"));
    }
    Ok(request.body(Full::default())?)
}

/// Runs a load: `next(connection, n)` is the n-th request of a connection.
pub async fn run(
    address: SocketAddr,
    connections: usize,
    each: Duration,
    next: impl Fn(usize, usize) -> Outcome<Request<Full<Bytes>>> + Clone + Send + 'static,
) -> Outcome<Load> {
    let mut tasks = JoinSet::new();
    let started = Instant::now();
    for connection in 0..connections {
        let next = next.clone();
        tasks.spawn(async move {
            let mut asker = Asker::connect(address).await?;
            let mut times = Vec::new();
            while started.elapsed() < each {
                let request = next(connection, times.len())?;
                let before = Instant::now();
                let (status, body) = asker.ask(request).await?;
                if !status.is_success() {
                    return Err(format!("{status}: {}", String::from_utf8_lossy(&body)).into());
                }
                times.push(before.elapsed());
            }
            Outcome::Ok(times)
        });
    }
    let mut times = Vec::new();
    while let Some(done) = tasks.join_next().await {
        times.append(&mut done??);
    }
    let seconds = started.elapsed().as_secs_f64();
    times.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let rate = times.len() as f64 / seconds;
    Ok(Load { rate, times })
}

/// Reads self-assessments all over the data.
pub async fn get_load(
    address: SocketAddr,
    size: Size,
    connections: usize,
    each: Duration,
) -> Outcome<Load> {
    run(address, connections, each, move |connection, n| {
        let clinic = (connection * 7_919 + n * 104_729) % size.clinics();
        let year = i64::try_from(n).unwrap_or_default() % YEARS;
        get(&format!("/api/self-assessments/{}", assessment(clinic, year)), Some(&token(clinic)))
    })
    .await
}

/// Saves answers, each connection in self-assessments of its own; every save starts from the version it
/// finds, as the page does.
pub async fn save_load(
    address: SocketAddr,
    size: Size,
    connections: usize,
    each: Duration,
) -> Outcome<Load> {
    let codes: Vec<String> =
        Checklist::spur_2025().criteria().map(|criterion| criterion.code.to_string()).collect();
    let mut versions = Vec::new();
    let connections = connections.min(size.clinics());
    let mut asker = Asker::connect(address).await?;
    for clinic in 0..connections {
        let path = format!("/api/self-assessments/{}", assessment(clinic, YEARS - 1));
        let (_, body) = asker.ask(get(&path, Some(&token(clinic)))?).await?;
        let whole: shared::self_assessment::SelfAssessment = serde_json::from_slice(&body)?;
        versions.push(whole.answers.iter().map(|answer| answer.version).collect::<Vec<_>>());
    }
    run(address, connections, each, move |clinic, n| {
        let (place, round) = (n % codes.len(), n / codes.len());
        let version = versions[clinic][place] + i64::try_from(round)?;
        let body = serde_json::json!({
            "verdict": if n % 3 == 0 { "partly" } else { "fulfilled" },
            "comment": format!("Rutinen finns i ledningssystemet och följs upp varje termin ({version}).")
        });
        Ok(Request::builder()
            .method(Method::PUT)
            .uri(format!("/api/self-assessments/{}/answers/{}", assessment(clinic, YEARS - 1), codes[place]))
            .header(header::HOST, "127.0.0.1")
            .header(header::COOKIE, format!("stins={}", token(clinic)))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::IF_MATCH, format!("\"{version}\""))
            .body(Full::from(body.to_string()))?)
    })
    .await
}
