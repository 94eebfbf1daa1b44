BEGIN TRANSACTION;
CREATE TABLE claims (
	"row" INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	report VARCHAR NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	measure VARCHAR, 
	object VARCHAR, 
	side VARCHAR, 
	status VARCHAR NOT NULL, 
	scope VARCHAR, 
	modality VARCHAR NOT NULL, 
	polarity VARCHAR NOT NULL, 
	low FLOAT, 
	high FLOAT, 
	place VARCHAR, 
	country VARCHAR, 
	date VARCHAR, 
	as_of VARCHAR, 
	origin VARCHAR, 
	source VARCHAR, 
	incident VARCHAR, 
	publisher VARCHAR NOT NULL, 
	published VARCHAR, 
	knowledge VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	opened INTEGER NOT NULL, 
	closed INTEGER, 
	data JSON NOT NULL, 
	drawn JSON, 
	PRIMARY KEY ("row"), 
	FOREIGN KEY(report) REFERENCES reports (id), 
	FOREIGN KEY(opened) REFERENCES runs (id), 
	FOREIGN KEY(closed) REFERENCES runs (id)
);
INSERT INTO "claims" VALUES(1,'349e65869df7','ledger.txt',121,138,'figure','killed',NULL,'Ardovia','military','cumulative','actual','asserted',212.0,212.0,'Tessal','Tessal','2031-05-06',NULL,'ardovia-military','Ardovia''s army','ardovia-tessal-war','Morning Ledger','2031-05-07','0123456789abcdef','74a68833213738be',1,NULL,'{"id": "349e65869df7", "report": "ledger.txt", "type": "figure", "span": {"start": 121, "end": 138, "exact": "lost 212 soldiers", "prefix": "e river port of Sorn on Tuesday. Ardovia''s army said it had ", "suffix": " so far.\n\nTessal''s defence ministry put the Ardovian dead at"}, "figure": {"text": "212", "value": 212, "low": 212, "high": 212, "hedge": "exact"}, "measure": "killed", "group": "Ardovian soldiers", "side": "Ardovia", "status": "military", "place": {"text": "Tessal", "name": "Tessal", "gazetteer_id": "made-up:Tessal", "within": ["Tessal"], "latitude": 41.5, "longitude": 12.25, "precision": "point", "country": "Tessal"}, "period": {"start": "2031-05-06", "end": "2031-05-06", "grain": "day"}, "scope": "cumulative", "source": {"name": "Ardovia''s army", "kind": "military", "side": "Ardovia", "origin": "ardovia-military"}, "number": {"start": 126, "end": 129, "exact": "212", "prefix": "er port of Sorn on Tuesday. Ardovia''s army said it had lost ", "suffix": " soldiers so far.\n\nTessal''s defence ministry put the Ardovia"}, "trace": [{"rule": "figure.by_hand", "start": 121, "end": 138}], "publisher": "Morning Ledger", "published": "2031-05-07"}',NULL);
INSERT INTO "claims" VALUES(2,'ba223d29ab67','ledger.txt',182,204,'figure','killed',NULL,'Ardovia','military','cumulative','actual','asserted',3450.0,3450.0,'Tessal','Tessal','2031-05-06',NULL,'tessal-government','Tessal''s defence ministry','ardovia-tessal-war','Morning Ledger','2031-05-07','0123456789abcdef','78b72b0e947ef012',1,NULL,'{"id": "ba223d29ab67", "report": "ledger.txt", "type": "figure", "span": {"start": 182, "end": 204, "exact": "Ardovian dead at 3,450", "prefix": "ost 212 soldiers so far.\n\nTessal''s defence ministry put the ", "suffix": ". It denied that Sorn had fallen.\n\n\"We will not leave this t"}, "figure": {"text": "3,450", "value": 3450, "low": 3450, "high": 3450, "hedge": "exact"}, "measure": "killed", "group": "Ardovian soldiers", "side": "Ardovia", "status": "military", "place": {"text": "Tessal", "name": "Tessal", "gazetteer_id": "made-up:Tessal", "within": ["Tessal"], "latitude": 41.5, "longitude": 12.25, "precision": "point", "country": "Tessal"}, "period": {"start": "2031-05-06", "end": "2031-05-06", "grain": "day"}, "scope": "cumulative", "source": {"name": "Tessal''s defence ministry", "kind": "government", "side": "Tessal", "origin": "tessal-government"}, "number": {"start": 199, "end": 204, "exact": "3,450", "prefix": "so far.\n\nTessal''s defence ministry put the Ardovian dead at ", "suffix": ". It denied that Sorn had fallen.\n\n\"We will not leave this t"}, "trace": [{"rule": "figure.by_hand", "start": 182, "end": 204}], "publisher": "Morning Ledger", "published": "2031-05-07"}',NULL);
INSERT INTO "claims" VALUES(3,'2a65f1100ada','ledger.txt',320,343,'figure','refugees',NULL,NULL,'civilian','snapshot','actual','asserted',41000.0,NULL,'Tessal','Tessal','2031-05-06',NULL,NULL,NULL,'ardovia-tessal-war','Morning Ledger','2031-05-07','0123456789abcdef','095cdcd5bdff9249',1,NULL,'{"id": "2a65f1100ada", "report": "ledger.txt", "type": "figure", "span": {"start": 320, "end": 343, "exact": "More than 41,000 people", "prefix": "is town,\" Ilse Maran, the mayor of Sorn, told local radio.\n\n", "suffix": " have crossed the border.\n"}, "figure": {"text": "More than 41,000", "value": 41000, "low": 41000, "high": null, "hedge": "more_than"}, "measure": "refugees", "status": "civilian", "place": {"text": "Tessal", "name": "Tessal", "gazetteer_id": "made-up:Tessal", "within": ["Tessal"], "latitude": 41.5, "longitude": 12.25, "precision": "point", "country": "Tessal"}, "period": {"start": "2031-05-06", "end": "2031-05-06", "grain": "day"}, "scope": "snapshot", "number": {"start": 330, "end": 336, "exact": "41,000", "prefix": "Ilse Maran, the mayor of Sorn, told local radio.\n\nMore than ", "suffix": " people have crossed the border.\n"}, "trace": [{"rule": "figure.by_hand", "start": 320, "end": 343}], "publisher": "Morning Ledger", "published": "2031-05-07"}',NULL);
INSERT INTO "claims" VALUES(4,'8ed7f3837957','ledger.txt',38,92,'control',NULL,NULL,NULL,'unknown',NULL,'actual','asserted',NULL,NULL,'Sorn','Tessal','2031-05-06',NULL,NULL,NULL,'ardovia-tessal-war','Morning Ledger','2031-05-07','0123456789abcdef','ad8ab4beaf9cb0ba',1,NULL,'{"id": "8ed7f3837957", "report": "ledger.txt", "type": "control", "span": {"start": 38, "end": 92, "exact": "Ardovian troops took the river port of Sorn on Tuesday", "prefix": "Sorn falls after a night of shelling\n\n", "suffix": ". Ardovia''s army said it had lost 212 soldiers so far.\n\nTess"}, "control": {"holder": "Ardovia", "state": "captured"}, "place": {"text": "Sorn", "name": "Sorn", "gazetteer_id": "made-up:Sorn", "within": ["Tessal"], "latitude": 41.5, "longitude": 12.25, "precision": "point", "country": "Tessal"}, "period": {"start": "2031-05-06", "end": "2031-05-06", "grain": "day"}, "trace": [{"rule": "control.by_hand", "start": 38, "end": 92}], "publisher": "Morning Ledger", "published": "2031-05-07"}',NULL);
INSERT INTO "claims" VALUES(5,'35fc05a0913f','ledger.txt',206,236,'control',NULL,NULL,NULL,'unknown',NULL,'actual','denied',NULL,NULL,'Sorn','Tessal','2031-05-06',NULL,'tessal-government','Tessal''s defence ministry','ardovia-tessal-war','Morning Ledger','2031-05-07','0123456789abcdef','e5132dce0f667550',1,NULL,'{"id": "35fc05a0913f", "report": "ledger.txt", "type": "control", "span": {"start": 206, "end": 236, "exact": "It denied that Sorn had fallen", "prefix": "\n\nTessal''s defence ministry put the Ardovian dead at 3,450. ", "suffix": ".\n\n\"We will not leave this town,\" Ilse Maran, the mayor of S"}, "control": {"holder": "Ardovia", "state": "captured"}, "place": {"text": "Sorn", "name": "Sorn", "gazetteer_id": "made-up:Sorn", "within": ["Tessal"], "latitude": 41.5, "longitude": 12.25, "precision": "point", "country": "Tessal"}, "period": {"start": "2031-05-06", "end": "2031-05-06", "grain": "day"}, "source": {"name": "Tessal''s defence ministry", "kind": "government", "side": "Tessal", "origin": "tessal-government"}, "polarity": "denied", "trace": [{"rule": "control.by_hand", "start": 206, "end": 236}], "publisher": "Morning Ledger", "published": "2031-05-07"}',NULL);
INSERT INTO "claims" VALUES(6,'ed16fce4cf41','ledger.txt',0,36,'event',NULL,NULL,NULL,'unknown',NULL,'actual','asserted',NULL,NULL,'Sorn','Tessal','2031-05-06',NULL,NULL,NULL,'ardovia-tessal-war','Morning Ledger','2031-05-07','0123456789abcdef','3672852ed79befd4',1,NULL,'{"id": "ed16fce4cf41", "report": "ledger.txt", "type": "event", "span": {"start": 0, "end": 36, "exact": "Sorn falls after a night of shelling", "suffix": "\n\nArdovian troops took the river port of Sorn on Tuesday. Ar"}, "event": {"kind": "shelling", "actor": "Ardovia", "target": "Sorn"}, "place": {"text": "Sorn", "name": "Sorn", "gazetteer_id": "made-up:Sorn", "within": ["Tessal"], "latitude": 41.5, "longitude": 12.25, "precision": "point", "country": "Tessal"}, "period": {"start": "2031-05-06", "end": "2031-05-06", "grain": "day"}, "segment": "headline", "trace": [{"rule": "event.by_hand", "start": 0, "end": 36}], "publisher": "Morning Ledger", "published": "2031-05-07"}',NULL);
INSERT INTO "claims" VALUES(7,'66b027848c92','ledger.txt',239,317,'statement',NULL,NULL,NULL,'unknown',NULL,'actual','asserted',NULL,NULL,'Sorn','Tessal','2031-05-06',NULL,'ilse-maran','Ilse Maran','ardovia-tessal-war','Morning Ledger','2031-05-07','0123456789abcdef','591dc71210987f7d',1,NULL,'{"id": "66b027848c92", "report": "ledger.txt", "type": "statement", "span": {"start": 239, "end": 317, "exact": "\"We will not leave this town,\" Ilse Maran, the mayor of Sorn, told local radio", "prefix": "he Ardovian dead at 3,450. It denied that Sorn had fallen.\n\n", "suffix": ".\n\nMore than 41,000 people have crossed the border.\n"}, "statement": {"quote": "We will not leave this town,", "content": "We will not leave this town,", "act": "pledges"}, "place": {"text": "Sorn", "name": "Sorn", "gazetteer_id": "made-up:Sorn", "within": ["Tessal"], "latitude": 41.5, "longitude": 12.25, "precision": "point", "country": "Tessal"}, "period": {"start": "2031-05-06", "end": "2031-05-06", "grain": "day"}, "source": {"name": "Ilse Maran", "kind": "government", "side": "Tessal", "channel": "radio", "origin": "ilse-maran"}, "trace": [{"rule": "statement.by_hand", "start": 239, "end": 317}], "publisher": "Morning Ledger", "published": "2031-05-07"}',NULL);
INSERT INTO "claims" VALUES(8,'2d8ad7606b6a','courier.txt',51,68,'figure','killed',NULL,'Ardovia','military','cumulative','actual','asserted',212.0,212.0,'Tessal','Tessal','2031-05-06',NULL,'ardovia-military','Ardovia''s army','ardovia-tessal-war','Border Courier','2031-05-08','0123456789abcdef','f43a7dc8e3b39c0c',1,NULL,'{"id": "2d8ad7606b6a", "report": "courier.txt", "type": "figure", "span": {"start": 51, "end": 68, "exact": "212 dead soldiers", "prefix": "Both sides count their dead\n\nArdovia''s army admits ", "suffix": ". Nearly 3,500 Ardovian soldiers have died, Tessal''s defence"}, "figure": {"text": "212", "value": 212, "low": 212, "high": 212, "hedge": "exact"}, "measure": "killed", "group": "Ardovian soldiers", "side": "Ardovia", "status": "military", "place": {"text": "Tessal", "name": "Tessal", "gazetteer_id": "made-up:Tessal", "within": ["Tessal"], "latitude": 41.5, "longitude": 12.25, "precision": "point", "country": "Tessal"}, "period": {"start": "2031-05-06", "end": "2031-05-06", "grain": "day"}, "scope": "cumulative", "source": {"name": "Ardovia''s army", "kind": "military", "side": "Ardovia", "origin": "ardovia-military"}, "number": {"start": 51, "end": 54, "exact": "212", "prefix": "Both sides count their dead\n\nArdovia''s army admits ", "suffix": " dead soldiers. Nearly 3,500 Ardovian soldiers have died, Te"}, "trace": [{"rule": "figure.by_hand", "start": 51, "end": 68}], "publisher": "Border Courier", "published": "2031-05-08"}',NULL);
INSERT INTO "claims" VALUES(9,'155d902ec14e','courier.txt',70,100,'figure','killed',NULL,'Ardovia','military','cumulative','actual','asserted',NULL,3500.0,'Tessal','Tessal','2031-05-06',NULL,'tessal-government','Tessal''s defence ministry','ardovia-tessal-war','Border Courier','2031-05-08','0123456789abcdef','4bd9cfebbb2ad8df',1,NULL,'{"id": "155d902ec14e", "report": "courier.txt", "type": "figure", "span": {"start": 70, "end": 100, "exact": "Nearly 3,500 Ardovian soldiers", "prefix": " count their dead\n\nArdovia''s army admits 212 dead soldiers. ", "suffix": " have died, Tessal''s defence ministry said.\n\nThe Redline Obs"}, "figure": {"text": "Nearly 3,500", "value": 3500, "low": null, "high": 3500, "hedge": "almost"}, "measure": "killed", "group": "Ardovian soldiers", "side": "Ardovia", "status": "military", "place": {"text": "Tessal", "name": "Tessal", "gazetteer_id": "made-up:Tessal", "within": ["Tessal"], "latitude": 41.5, "longitude": 12.25, "precision": "point", "country": "Tessal"}, "period": {"start": "2031-05-06", "end": "2031-05-06", "grain": "day"}, "scope": "cumulative", "source": {"name": "Tessal''s defence ministry", "kind": "government", "side": "Tessal", "origin": "tessal-government"}, "number": {"start": 77, "end": 82, "exact": "3,500", "prefix": "their dead\n\nArdovia''s army admits 212 dead soldiers. Nearly ", "suffix": " Ardovian soldiers have died, Tessal''s defence ministry said"}, "trace": [{"rule": "figure.by_hand", "start": 70, "end": 100}], "publisher": "Border Courier", "published": "2031-05-08"}',NULL);
INSERT INTO "claims" VALUES(10,'e95bc0512dee','courier.txt',177,203,'figure','killed',NULL,'Ardovia','military','cumulative','actual','asserted',900.0,NULL,'Tessal','Tessal','2031-05-06',NULL,'redline-observatory','the Redline Observatory','ardovia-tessal-war','Border Courier','2031-05-08','0123456789abcdef','0e57a7c22963ee6b',1,NULL,'{"id": "e95bc0512dee", "report": "courier.txt", "type": "figure", "span": {"start": 177, "end": 203, "exact": "at least 900 Ardovian dead", "prefix": "l''s defence ministry said.\n\nThe Redline Observatory counted ", "suffix": ". By Wednesday about 55,000 people had fled abroad.\n"}, "figure": {"text": "at least 900", "value": 900, "low": 900, "high": null, "hedge": "at_least"}, "measure": "killed", "group": "Ardovian soldiers", "side": "Ardovia", "status": "military", "place": {"text": "Tessal", "name": "Tessal", "gazetteer_id": "made-up:Tessal", "within": ["Tessal"], "latitude": 41.5, "longitude": 12.25, "precision": "point", "country": "Tessal"}, "period": {"start": "2031-05-06", "end": "2031-05-06", "grain": "day"}, "scope": "cumulative", "source": {"name": "the Redline Observatory", "kind": "monitor", "origin": "redline-observatory"}, "number": {"start": 186, "end": 189, "exact": "900", "prefix": "ce ministry said.\n\nThe Redline Observatory counted at least ", "suffix": " Ardovian dead. By Wednesday about 55,000 people had fled ab"}, "trace": [{"rule": "figure.by_hand", "start": 177, "end": 203}], "publisher": "Border Courier", "published": "2031-05-08"}',NULL);
INSERT INTO "claims" VALUES(11,'16d3eef452a1','courier.txt',218,237,'figure','refugees',NULL,NULL,'civilian','snapshot','actual','asserted',55000.0,55000.0,'Tessal','Tessal','2031-05-07',NULL,NULL,NULL,'ardovia-tessal-war','Border Courier','2031-05-08','0123456789abcdef','c4638a32dfeb00c1',1,NULL,'{"id": "16d3eef452a1", "report": "courier.txt", "type": "figure", "span": {"start": 218, "end": 237, "exact": "about 55,000 people", "prefix": "bservatory counted at least 900 Ardovian dead. By Wednesday ", "suffix": " had fled abroad.\n"}, "figure": {"text": "about 55,000", "value": 55000, "low": 55000, "high": 55000, "hedge": "about"}, "measure": "refugees", "status": "civilian", "place": {"text": "Tessal", "name": "Tessal", "gazetteer_id": "made-up:Tessal", "within": ["Tessal"], "latitude": 41.5, "longitude": 12.25, "precision": "point", "country": "Tessal"}, "period": {"start": "2031-05-07", "end": "2031-05-07", "grain": "day"}, "scope": "snapshot", "number": {"start": 224, "end": 230, "exact": "55,000", "prefix": "tory counted at least 900 Ardovian dead. By Wednesday about ", "suffix": " people had fled abroad.\n"}, "trace": [{"rule": "figure.by_hand", "start": 218, "end": 237}], "publisher": "Border Courier", "published": "2031-05-08"}',NULL);
CREATE TABLE line_claims (
	line VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	claim VARCHAR NOT NULL, 
	PRIMARY KEY (line, position), 
	FOREIGN KEY(line) REFERENCES lines (id)
);
INSERT INTO "line_claims" VALUES('line-killed',0,'349e65869df7');
INSERT INTO "line_claims" VALUES('line-killed',1,'ba223d29ab67');
INSERT INTO "line_claims" VALUES('line-killed',2,'2d8ad7606b6a');
INSERT INTO "line_claims" VALUES('line-killed',3,'155d902ec14e');
INSERT INTO "line_claims" VALUES('line-killed',4,'e95bc0512dee');
INSERT INTO "line_claims" VALUES('line-fled',0,'2a65f1100ada');
INSERT INTO "line_claims" VALUES('line-fled',1,'16d3eef452a1');
CREATE TABLE lines (
	id VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	label VARCHAR NOT NULL, 
	incident VARCHAR NOT NULL, 
	"key" JSON NOT NULL, 
	part_of JSON NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "lines" VALUES('line-killed',0,'Ardovian soldiers killed','ardovia-tessal-war','["ardovia-tessal-war", "killed", "Ardovian soldiers"]','[]');
INSERT INTO "lines" VALUES('line-fled',1,'Refugees abroad','ardovia-tessal-war','["ardovia-tessal-war", "refugees"]','[]');
CREATE TABLE links (
	"row" INTEGER NOT NULL, 
	"left" VARCHAR NOT NULL, 
	"right" VARCHAR NOT NULL, 
	relation VARCHAR NOT NULL, 
	line VARCHAR NOT NULL, 
	knowledge VARCHAR NOT NULL, 
	why JSON NOT NULL, 
	PRIMARY KEY ("row"), 
	FOREIGN KEY(line) REFERENCES lines (id)
);
INSERT INTO "links" VALUES(1,'349e65869df7','2d8ad7606b6a','repeat','line-killed','0123456789abcdef','[{"comparison": "bounds", "level": "repeat", "label": "one origin, the same bounds"}]');
INSERT INTO "links" VALUES(2,'ba223d29ab67','155d902ec14e','repeat','line-killed','0123456789abcdef','[{"comparison": "bounds", "level": "repeat", "label": "almost 3,500 holds 3,450"}]');
INSERT INTO "links" VALUES(3,'349e65869df7','ba223d29ab67','conflicts','line-killed','0123456789abcdef','[{"comparison": "bounds", "level": "conflicts", "label": "212 and 3,450 do not overlap"}]');
INSERT INTO "links" VALUES(4,'ba223d29ab67','e95bc0512dee','corroborates','line-killed','0123456789abcdef','[{"comparison": "bounds", "level": "corroborates", "label": "3,450 lies in at least 900"}]');
INSERT INTO "links" VALUES(5,'2a65f1100ada','16d3eef452a1','updates','line-fled','0123456789abcdef','[{"comparison": "bounds", "level": "updates", "label": "7 May is later than 6 May"}]');
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','3');
CREATE TABLE parts (
	part VARCHAR NOT NULL, 
	whole VARCHAR NOT NULL, 
	why JSON NOT NULL, 
	PRIMARY KEY (part, whole), 
	FOREIGN KEY(part) REFERENCES lines (id), 
	FOREIGN KEY(whole) REFERENCES lines (id)
);
INSERT INTO "parts" VALUES('line-fled','line-killed','{"comparison": "scope", "level": "part", "label": "by hand"}');
CREATE TABLE problems (
	"row" INTEGER NOT NULL, 
	stage VARCHAR NOT NULL, 
	"where" VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	message TEXT NOT NULL, 
	start INTEGER, 
	"end" INTEGER, 
	run INTEGER NOT NULL, 
	PRIMARY KEY ("row"), 
	FOREIGN KEY(run) REFERENCES runs (id)
);
INSERT INTO "problems" VALUES(1,'extract','courier.txt','caption_unread','a caption has no text',4,9,1);
CREATE TABLE readings (
	line VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	origin VARCHAR, 
	low FLOAT, 
	high FLOAT, 
	hedge VARCHAR NOT NULL, 
	as_of VARCHAR, 
	outlets JSON NOT NULL, 
	claims JSON NOT NULL, 
	change VARCHAR DEFAULT '' NOT NULL, 
	texts INTEGER DEFAULT '1' NOT NULL, 
	PRIMARY KEY (line, position), 
	FOREIGN KEY(line) REFERENCES lines (id)
);
INSERT INTO "readings" VALUES('line-killed',0,'ardovia-military',212.0,212.0,'exact','2031-05-06','["Border Courier", "Morning Ledger"]','["349e65869df7", "2d8ad7606b6a"]','',1);
INSERT INTO "readings" VALUES('line-killed',1,'tessal-government',3450.0,3450.0,'exact','2031-05-06','["Morning Ledger"]','["ba223d29ab67"]','',1);
INSERT INTO "readings" VALUES('line-killed',2,'tessal-government',NULL,3500.0,'almost','2031-05-06','["Border Courier"]','["155d902ec14e"]','',1);
INSERT INTO "readings" VALUES('line-killed',3,'redline-observatory',900.0,NULL,'at_least','2031-05-06','["Border Courier"]','["e95bc0512dee"]','',1);
INSERT INTO "readings" VALUES('line-fled',0,NULL,41000.0,NULL,'more_than','2031-05-06','["Morning Ledger"]','["2a65f1100ada"]','',1);
INSERT INTO "readings" VALUES('line-fled',1,NULL,55000.0,55000.0,'about','2031-05-07','["Border Courier"]','["16d3eef452a1"]','',1);
CREATE TABLE reports (
	id VARCHAR NOT NULL, 
	root VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	current INTEGER NOT NULL, 
	supersedes VARCHAR, 
	text_sha256 VARCHAR NOT NULL, 
	knowledge VARCHAR NOT NULL, 
	run INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	publisher VARCHAR NOT NULL, 
	published VARCHAR, 
	url VARCHAR, 
	language VARCHAR NOT NULL, 
	text TEXT NOT NULL, 
	data JSON NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(run) REFERENCES runs (id)
);
INSERT INTO "reports" VALUES('ledger.txt','ledger.txt',1,1,NULL,'b81c35f2a78e994b74ba69c870b947803b565e923be9fd19e313cdfe1bfd02ff','0123456789abcdef',1,'Sorn falls after a night of shelling','Morning Ledger','2031-05-07',NULL,'en','Sorn falls after a night of shelling

Ardovian troops took the river port of Sorn on Tuesday. Ardovia''s army said it had lost 212 soldiers so far.

Tessal''s defence ministry put the Ardovian dead at 3,450. It denied that Sorn had fallen.

"We will not leave this town," Ilse Maran, the mayor of Sorn, told local radio.

More than 41,000 people have crossed the border.
','{"id": "ledger.txt", "title": "Sorn falls after a night of shelling", "publisher": "Morning Ledger", "published": "2031-05-07", "text_sha256": "b81c35f2a78e994b74ba69c870b947803b565e923be9fd19e313cdfe1bfd02ff"}');
INSERT INTO "reports" VALUES('courier.txt','courier.txt',1,1,NULL,'adefedb071ab83272bc28cf2a9ba738d78e342ebfe5ee7ff09fcde7308885fdb','0123456789abcdef',1,'Both sides count their dead','Border Courier','2031-05-08',NULL,'en','Both sides count their dead

Ardovia''s army admits 212 dead soldiers. Nearly 3,500 Ardovian soldiers have died, Tessal''s defence ministry said.

The Redline Observatory counted at least 900 Ardovian dead. By Wednesday about 55,000 people had fled abroad.
','{"id": "courier.txt", "title": "Both sides count their dead", "publisher": "Border Courier", "published": "2031-05-08", "text_sha256": "adefedb071ab83272bc28cf2a9ba738d78e342ebfe5ee7ff09fcde7308885fdb"}');
CREATE TABLE reviews (
	id INTEGER NOT NULL, 
	target VARCHAR NOT NULL, 
	target_digest VARCHAR NOT NULL, 
	verdict VARCHAR NOT NULL, 
	patch JSON, 
	reviewer VARCHAR NOT NULL, 
	note TEXT, 
	at VARCHAR NOT NULL, 
	replaces INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(replaces) REFERENCES reviews (id)
);
INSERT INTO "reviews" VALUES(1,'x','d','accept',NULL,'me',NULL,'t',NULL);
INSERT INTO "reviews" VALUES(2,'x','d','reject',NULL,'me',NULL,'t',NULL);
CREATE TABLE runs (
	id INTEGER NOT NULL, 
	started VARCHAR NOT NULL, 
	program VARCHAR NOT NULL, 
	knowledge VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "runs" VALUES(1,'2026-11-22T16:19:02+00:00','onrecord 0.1.0','0123456789abcdef');
CREATE TABLE segments (
	report VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	PRIMARY KEY (report, position), 
	FOREIGN KEY(report) REFERENCES reports (id)
);
INSERT INTO "segments" VALUES('ledger.txt',0,'headline',0,36);
INSERT INTO "segments" VALUES('ledger.txt',1,'body',38,369);
INSERT INTO "segments" VALUES('courier.txt',0,'headline',0,27);
INSERT INTO "segments" VALUES('courier.txt',1,'body',29,255);
CREATE INDEX lines_incident ON lines (incident);
CREATE INDEX reviews_target ON reviews (target);
CREATE TRIGGER reviews_no_update BEFORE UPDATE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END;
CREATE TRIGGER reviews_no_delete BEFORE DELETE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END;
CREATE INDEX reports_published ON reports (published);
CREATE UNIQUE INDEX reports_root ON reports (root, version);
CREATE INDEX line_claims_claim ON line_claims (claim);
CREATE INDEX links_left ON links ("left");
CREATE INDEX links_line ON links (line);
CREATE INDEX links_right ON links ("right");
CREATE INDEX problems_where ON problems ("where");
CREATE INDEX claims_place ON claims (place);
CREATE INDEX claims_origin ON claims (origin);
CREATE INDEX claims_incident ON claims (incident);
CREATE INDEX claims_measure ON claims (measure, date);
CREATE UNIQUE INDEX claims_open ON claims (id) WHERE closed IS NULL;
CREATE INDEX claims_report ON claims (report, start);
COMMIT;
